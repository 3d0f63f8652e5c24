/** Orders made of other orders: merged, split, copied (sheet section 7). */
import type { Behaviour } from '../options.js';
import { LOG } from './journal.js';
import type { Line, Order } from './model.js';
import { removeOrder } from './order-changes.js';
import type { World } from './world.js';

export type MergeMode = 'technical_merge' | 'into_main_order';
/** Replaces `linkEntry` and `linkDelayMs` of the account. */
export type Link = { readonly entry?: Behaviour['linkEntry']; readonly delayMs?: number };

/** @param ids the first is the main order @returns number of the order that holds everything */
export function merge(world: World, ids: readonly number[], mode: MergeMode, link: Link = {}): number {
  const orders = ids.map((id) => world.need(id));
  const [main, ...others] = orders;
  if (main === undefined || others.length === 0) throw new Error('At least two orders can be merged');
  if (mode === 'technical_merge') {
    const made = derive(world, main, orders.flatMap(({ lines }) => lines).map((line) => renumbered(world, line)));
    made.paid = orders.reduce((sum, { paid }) => sum + paid, 0);
    linked(world, made, link, (options) => { for (const order of orders) mergeEntry(world, made.id, order.id, options); });
    return made.id;
  }
  for (const other of others) {
    for (const line of other.lines) {
      main.lines.push(line);
      world.journal.write(LOG.productAdded, main.id);
    }
    main.paid += other.paid;
    mergeEntry(world, main.id, other.id);
    removeOrder(world, other.id);
  }
  return main.id;
}

/** Moves the last line, or a piece of the only one, into a new order. @returns its number */
export function split(world: World, id: number, link: Link = {}): number {
  const order = world.need(id);
  const [only] = order.lines;
  const piece = order.lines.length === 1 && only !== undefined && only.quantity > 1 ? only : null;
  const moved = piece === null ? order.lines.splice(-1) : [renumbered(world, { ...piece, quantity: 1 })];
  if (piece !== null) piece.quantity -= 1;
  const made = derive(world, order, moved);
  linked(world, made, link, (options) => { world.journal.write(LOG.split, id, made.id, options); });
  if (piece !== null) world.journal.write(LOG.productEdited, id);
  else for (const line of moved) world.journal.write(LOG.productRemoved, id, line.orderProductId);
  return made.id;
}

/** @returns number of the copy */
export function copy(world: World, id: number, link: Link = {}): number {
  const order = world.need(id);
  const made = derive(world, order, order.lines.map((line) => renumbered(world, line)));
  linked(world, made, link, (options) => { world.journal.write(LOG.copied, id, made.id, options); });
  return made.id;
}

/** A new order with the customer data of another. */
function derive(world: World, from: Order, lines: readonly Line[]): Order {
  const now = world.clock.seconds();
  const order: Order = {
    ...from,
    id: world.nextOrder(world.random),
    dateAdd: now,
    dateConfirmed: !from.confirmed || world.behaviour.derivedKeepDates ? from.dateConfirmed : now,
    dateInStatus: now,
    delivery: { ...from.delivery },
    invoice: { ...from.invoice },
    slug: world.random.text(10, 'abcdefghijklmnopqrstuvwxyz0123456789'),
    lines: [...lines],
  };
  const withheld = world.withheld.get(from.id);
  if (withheld !== undefined) world.withheld.set(order.id, { ...withheld });
  world.shelf.add(order);
  return order;
}

function renumbered(world: World, line: Line): Line {
  return { ...line, orderProductId: world.nextLine(world.random) };
}

/** The new order's own entry and the one that tells where it comes from, in the sequence asked for. */
function linked(world: World, made: Order, { entry = world.behaviour.linkEntry, delayMs = world.behaviour.linkDelayMs }: Link, write: (options: { readonly delayMs: number }) => void): void {
  if (entry === 'before') write({ delayMs: 0 });
  world.journal.write(LOG.created, made.id, 0, { delayMs: entry === 'before' ? delayMs : 0 });
  if (entry === 'after') write({ delayMs });
}

function mergeEntry(world: World, result: number, gone: number, options: { readonly delayMs?: number } = {}): void {
  if (world.behaviour.mergeEntry === 'result-object') world.journal.write(LOG.merged, gone, result, options);
  else world.journal.write(LOG.merged, result, gone, options);
}
