/** Everything a spec or a bench does to the account and asks of it. */
import type { LoggedRequest, Stats, StatsBook } from '../../common/stats.js';
import type { Access } from '../access.js';
import type { Limiter } from '../limiter.js';
import type { Behaviour } from '../options.js';
import { orderRow } from '../render/order-row.js';
import type { DamageKind } from '../world/damage.js';
import type { LogEntry } from '../world/journal.js';
import { totalOf, type Order } from '../world/model.js';
import { addProduct, confirmOrder, editDelivery, editInvoice, editOrder, editProduct, editSilently, payOrder, removeInvoice, removeOrder, removeProduct, setStatus, type DeliveryPatch, type InvoicePatch, type LinePatch, type OrderPatch } from '../world/order-changes.js';
import type { Person } from '../world/people.js';
import { copy, merge, split, type Link, type MergeMode } from '../world/rearrange.js';
import { sell, type Sale } from '../world/sell.js';
import type { World } from '../world/world.js';
import type { Fault, Faults } from './faults.js';

/** The truth about an order; `total` in grosze. */
export type OrderTruth = Order & { readonly total: number };
export type Requests = { readonly total: number; /** Calls without a readable method are `other`. */ readonly byMethod: Readonly<Record<string, number>> };

export interface BaselinkerControl {
  /** Places an order now: entries 1, of marketplaces 2, of paid ones 3; gives its number. */
  sell(sale?: Sale): number;
  sellMany(n: number, sale?: Sale): number[];
  /** All with one creation and confirmation date: a second of their own. */
  manyInOneSecond(n: number, sale?: Sale): number[];
  /** Entry 2; the withheld delivery data appears. @throws Error when there is no such order, as everything below */
  confirm(id: number, patch?: OrderPatch): void;
  /** Entry 16. */
  editOrder(id: number, patch: OrderPatch): void;
  /** Entry 11. */
  editDelivery(id: number, patch: DeliveryPatch): void;
  /** Entry 21. */
  editInvoice(id: number, patch: InvoicePatch): void;
  /** Another seller's note, entry 16. */
  touch(id: number): void;
  /** No entry. */
  editSilently(id: number, patch: OrderPatch): void;
  /** Entry 3. @param amount grosze; default: all that is missing */
  pay(id: number, amount?: number): void;
  /** Entry 12; gives the number of the line. Prices are grosze. */
  addProduct(id: number, line?: LinePatch): number;
  /** Entry 13. */
  editProduct(id: number, orderProductId: number, patch: LinePatch): void;
  /** Entry 14. */
  removeProduct(id: number, orderProductId: number): void;
  /** Entry 18 with the status as its object. */
  setStatus(id: number, status: number): void;
  /** Entry 4; the order is gone for good. */
  remove(id: number): void;
  /** Entries 4 and 19; the order is still there. */
  removeInvoice(id: number): void;
  /** Entries 5, and 1 of a new order or 12 and 4; gives the number of the order that holds all lines. The first id is the main order. */
  merge(ids: readonly number[], mode: MergeMode, link?: Link): number;
  /** Entries 6, 14, and 1 of the new order; gives its number. */
  split(id: number, link?: Link): number;
  /** Entries 17 and 1 of the copy; gives its number. */
  copy(id: number, link?: Link): number;
  /** Off: answers are empty and nothing is written. */
  journal(state: 'on' | 'off'): void;
  /** An entry of any type. */
  logUnknown(type: number, id: number, objectId?: number): void;
  /** Spoils the row of one order until healed. */
  damage(id: number, kind: DamageKind): void;
  heal(id: number): void;
  /** Replaces the faults in force; null = none. */
  setFault(fault: Fault | readonly Fault[] | null): void;
  faultHits(): Readonly<Record<string, number>>;
  configure(patch: Partial<Behaviour>): void;
  setLatency(ms: number): void;
  /** Calls in any 60 s; 0 = no limit. */
  setRate(perMinute: number): void;
  /** The whole account, also the panel. */
  blockAccount(state: 'on' | 'off'): void;
  accountBlocked(): boolean;
  revokeToken(): void;
  /** Another token takes the place of the one in force. */
  setToken(token: string): void;
  /** The token may no longer call these methods; [] = it may again. Neither is documented. Default code ERROR_METHOD_NOT_ALLOWED. */
  forbid(methods: readonly string[], code?: string): void;
  /** Other integrations of the account spend so many calls of the limit. */
  spendLimit(calls: number): void;
  /** Time passes for limit and block alone. */
  advanceBlocks(ms: number): void;
  /** Ends a block at once. */
  clearBlock(): void;
  /** Blocks that began since the start. */
  blocks(): number;
  /** ms since 1970; null = not blocked. */
  blockedUntil(): number | null;
  /** Moves the account's clock, and limits with it. */
  advance(seconds: number): void;
  /** ms since 1970. */
  nowMs(): number;
  stats(): Stats;
  resetStats(): void;
  requests(): Requests;
  /** Called before each call is answered, to change the account while it is being read; in-process only. */
  onRequest(listener: ((request: LoggedRequest) => void) | null): void;
  /** Ascending; unconfirmed ones as well. */
  ids(): readonly number[];
  counts(): { orders: number; unconfirmed: number; removed: number; people: number; log: number };
  order(id: number): OrderTruth | null;
  /** The row as getOrders gives it with every part; null = no such order. */
  row(id: number): unknown;
  orders(): readonly OrderTruth[];
  /** Orders that were removed or merged away. */
  removed(): readonly number[];
  people(): readonly Person[];
  /** Every entry ever written, oldest first, whatever the API still shows. */
  log(): readonly LogEntry[];
}

export type ControlParts = {
  readonly world: World;
  readonly access: Access;
  readonly limiter: Limiter;
  readonly stats: StatsBook;
  readonly faults: Faults;
  readonly latency: { ms: number };
  readonly listen: (listener: ((request: LoggedRequest) => void) | null) => void;
};

export function createControl({ world, access, limiter, stats, faults, latency, listen }: ControlParts): BaselinkerControl {
  const nowMs = (): number => world.clock.nowMs();
  let touches = 0;
  const truth = (order: Order): OrderTruth => structuredClone({ ...order, total: totalOf(order) });
  const sellMany = (n: number, sale: Sale = {}, second?: number): number[] => Array.from({ length: n }, () => sell(world, sale, second));
  return {
    sell: (sale = {}) => sell(world, sale),
    sellMany: (n, sale) => sellMany(n, sale),
    manyInOneSecond: (n, sale = {}) => sellMany(n, sale, world.clock.seconds()),
    confirm: (id, patch = {}) => { confirmOrder(world, id, patch); },
    editOrder: (id, patch) => { editOrder(world, id, patch); },
    editDelivery: (id, patch) => { editDelivery(world, id, patch); },
    editInvoice: (id, patch) => { editInvoice(world, id, patch); },
    touch: (id) => { touches += 1; editOrder(world, id, { adminComments: `Uwaga ${String(touches)}` }); },
    editSilently: (id, patch) => { editSilently(world, id, patch); },
    pay: (id, amount) => { payOrder(world, id, amount); },
    addProduct: (id, line = {}) => addProduct(world, id, line),
    editProduct: (id, orderProductId, patch) => { editProduct(world, id, orderProductId, patch); },
    removeProduct: (id, orderProductId) => { removeProduct(world, id, orderProductId); },
    setStatus: (id, status) => { setStatus(world, id, status); },
    remove: (id) => { removeOrder(world, id); },
    removeInvoice: (id) => { removeInvoice(world, id); },
    merge: (ids, mode, link = {}) => merge(world, ids, mode, link),
    split: (id, link = {}) => split(world, id, link),
    copy: (id, link = {}) => copy(world, id, link),
    journal: (state) => { world.journal.on = state === 'on'; },
    logUnknown: (type, id, objectId = 0) => { world.journal.write(type, id, objectId); },
    damage: (id, kind) => { world.damaged.set(world.need(id).id, kind); },
    heal: (id) => { world.damaged.delete(id); },
    setFault: (fault) => { faults.set(fault === null ? [] : 'kind' in fault ? [fault] : fault); },
    faultHits: () => faults.hits(),
    configure: (patch) => { world.behaviour = { ...world.behaviour, ...patch }; },
    setLatency: (ms) => { latency.ms = ms; },
    setRate: (perMinute) => { limiter.setRate(perMinute); },
    blockAccount: (state) => { access.blockAccount(state === 'on'); },
    accountBlocked: () => access.accountBlocked(),
    revokeToken: () => { access.revoke(); },
    setToken: (token) => { access.renew(token); },
    forbid: (methods, code = 'ERROR_METHOD_NOT_ALLOWED') => { access.forbid(methods, code); },
    spendLimit: (calls) => { limiter.spend(calls, nowMs()); },
    advanceBlocks: (ms) => { limiter.advance(ms); },
    clearBlock: () => { limiter.clear(); },
    blocks: () => limiter.blocks(),
    blockedUntil: () => limiter.blockedUntil(nowMs()),
    advance: (seconds) => { world.clock.advance(seconds); },
    nowMs,
    stats: () => stats.read(),
    resetStats: () => { stats.reset(); },
    requests: () => { const { requests, byResource } = stats.read(); return { total: requests, byMethod: byResource }; },
    onRequest: listen,
    ids: () => world.shelf.ids(),
    counts: () => ({ orders: world.shelf.size, unconfirmed: world.withheld.size, removed: world.removed.length, people: world.cast.people.length, log: world.journal.all().length }),
    order: (id) => { const order = world.shelf.get(id); return order === undefined ? null : truth(order); },
    row: (id) => { const order = world.shelf.get(id); return order === undefined ? null : orderRow(world, order, { customFields: true, commission: true, connect: true }); },
    orders: () => [...world.shelf.fromId(0)].map(truth),
    removed: () => [...world.removed],
    people: () => [...world.cast.people],
    log: () => world.journal.all(),
  };
}
