import { byExternalId } from './by-external-id.js';

/** An order (`child`) that the platform says was born from another one. */
export type KinLink = {
  readonly parent: string;
  readonly child: string;
  readonly kin: 'merge' | 'split' | 'copy';
  /** When this became known here, ms since 1970. */
  readonly atMs: number;
};

/** What is known of the orders that links name. */
export type KinWorld = {
  readonly links: readonly KinLink[];
  /** When the purchase of an order was told first, ms since 1970; null: it was not. */
  readonly sentMs: (order: string) => number | null;
  /** Whether an order is to be told of by itself: not gone, and it leads to somebody. One that was not read yet is. */
  readonly lives: (order: string) => boolean;
};

/** `via`: the order by which this one is told. */
export type KinVerdict = { readonly reason: 'family_sent' | 'order_merged'; readonly via: string };

type Step = (order: string) => readonly KinLink[];

/** Orders that can be reached from one, itself left out. */
function reach(from: string, step: (order: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const next = [...step(from)];
  for (let order = next.pop(); order !== undefined; order = next.pop()) {
    if (order === from || found.has(order)) continue;
    found.add(order);
    next.push(...step(order));
  }
  return found;
}

/**
 * The nearest order with a told purchase that this one was born from, through origins that were not told. An origin that was told
 * only after the birth was known is a purchase of its own beside it, except in a merge, whose parts and whole are the same goods.
 */
function toldOrigin(order: string, parents: Step, { sentMs }: KinWorld): string | null {
  const seen = new Set([order]);
  let layer: readonly string[] = [order];
  while (layer.length > 0) {
    const links = layer.flatMap(parents).filter(({ parent }) => !seen.has(parent));
    const told = links.filter(({ parent, kin, atMs }) => {
      const sent = sentMs(parent);
      return sent !== null && (kin === 'merge' || sent <= atMs);
    });
    if (told.length > 0) return told.map(({ parent }) => parent).sort(byExternalId)[0] ?? null;
    // A told origin ends the way: what lies behind it is its affair.
    layer = [...new Set(links.map(({ parent }) => parent))].filter((parent) => sentMs(parent) === null);
    for (const parent of layer) seen.add(parent);
  }
  return null;
}

/**
 * The order one lives on in after merges, if that tells for it. Of orders that name each other as merged into one another one has
 * to remain: the one that was told, else the newer.
 */
function wholeOf(order: string, intoOf: (order: string) => readonly string[], { sentMs, lives }: KinWorld): string | null {
  const isBefore = (one: string, other: string): boolean => (sentMs(one) === null) === (sentMs(other) === null) ? byExternalId(one, other) < 0 : sentMs(one) === null;
  const wholes = [...reach(order, intoOf)].filter((whole) => (lives(whole) || sentMs(whole) !== null) && (!reach(whole, intoOf).has(order) || isBefore(order, whole)));
  return wholes.sort((a, b) => Number(sentMs(a) === null) - Number(sentMs(b) === null) || byExternalId(a, b))[0] ?? null;
}

/**
 * What becomes of an order that was born from others, or that others were born from; null: nothing, it is told as any order. The
 * same for the same links in any order.
 *
 * Born of an order whose purchase was told: it is no purchase of its own, and nothing of either is changed any more. Merged into an
 * order that is told of, or is told for by another one: it is no purchase beside that. In all other cases each order is told once.
 */
export function kinVerdict(order: string, world: KinWorld): KinVerdict | null {
  const links = world.links.filter(({ parent, child }) => parent !== child);
  const parents: Step = (id) => links.filter(({ child }) => child === id);
  const origin = toldOrigin(order, parents, world);
  if (origin !== null) return { reason: 'family_sent', via: origin };
  const sent = world.sentMs(order);
  const born = links.filter(({ parent }) => parent === order);
  if (sent !== null) {
    // Merged into one that is gone and was never told: entries of merges are told either way round, and this is the one that remains.
    const after = born.filter(({ child, kin, atMs }) => (kin === 'merge' ? world.lives(child) || world.sentMs(child) !== null : sent <= atMs));
    return after.length === 0 ? null : { reason: 'family_sent', via: order };
  }
  const whole = wholeOf(order, (id) => links.filter(({ parent, kin }) => parent === id && kin === 'merge').map(({ child }) => child), world);
  if (whole === null) return null;
  const teller = world.sentMs(whole) === null ? toldOrigin(whole, parents, world) : null;
  return teller === null ? { reason: 'order_merged', via: whole } : { reason: 'family_sent', via: teller };
}
