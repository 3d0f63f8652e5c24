/** The control operations as `/_control/<name>` (also `/control/<name>`): POST with a JSON object; reads also by GET. Answers `{"result": …}` or `{"error": "…"}`. */
import { z } from 'zod';
import { DAMAGE_KINDS } from '../world/damage.js';
import type { BaselinkerControl } from './control.js';
import { faultSchema } from './faults.js';
import { behaviourPatch, deliveryPatch, invoicePatch, linePatch, link, orderPatch, sale } from './inputs.js';

const none = z.object({});
const id = z.int();
const one = z.strictObject({ id });
const n = z.int().nonnegative();
const switched = z.strictObject({ state: z.enum(['on', 'off']) });

type Operation = (control: BaselinkerControl, body: unknown) => unknown;

function does<T>(schema: z.ZodType<T>, run: (control: BaselinkerControl, input: Known<T>) => unknown): Operation {
  return (control, body) => run(control, known(schema.parse(body)));
}

/** Fields that are there. */
type Known<T> = T extends readonly (infer I)[] ? Known<I>[] : T extends object ? { [K in keyof T]: Known<Exclude<T[K], undefined>> } : T;

/** Fields left out of the JSON stay left out, at every depth. */
function known<T>(value: T): Known<T> {
  return (value === undefined ? undefined : JSON.parse(JSON.stringify(value))) as Known<T>;
}

const OPERATIONS: Readonly<Record<Exclude<keyof BaselinkerControl, 'onRequest'>, Operation>> = {
  sell: does(z.strictObject({ sale: sale.optional() }), (control, input) => control.sell(input.sale)),
  sellMany: does(z.strictObject({ n, sale: sale.optional() }), (control, input) => control.sellMany(input.n, input.sale)),
  manyInOneSecond: does(z.strictObject({ n, sale: sale.optional() }), (control, input) => control.manyInOneSecond(input.n, input.sale)),
  confirm: does(z.strictObject({ id, patch: orderPatch.optional() }), (control, input) => { control.confirm(input.id, input.patch); }),
  editOrder: does(z.strictObject({ id, patch: orderPatch }), (control, input) => { control.editOrder(input.id, input.patch); }),
  editDelivery: does(z.strictObject({ id, patch: deliveryPatch }), (control, input) => { control.editDelivery(input.id, input.patch); }),
  editInvoice: does(z.strictObject({ id, patch: invoicePatch }), (control, input) => { control.editInvoice(input.id, input.patch); }),
  touch: does(one, (control, input) => { control.touch(input.id); }),
  editSilently: does(z.strictObject({ id, patch: orderPatch }), (control, input) => { control.editSilently(input.id, input.patch); }),
  pay: does(z.strictObject({ id, amount: z.int().optional() }), (control, input) => { control.pay(input.id, input.amount); }),
  addProduct: does(z.strictObject({ id, line: linePatch.optional() }), (control, input) => control.addProduct(input.id, input.line)),
  editProduct: does(z.strictObject({ id, orderProductId: id, patch: linePatch }), (control, input) => { control.editProduct(input.id, input.orderProductId, input.patch); }),
  removeProduct: does(z.strictObject({ id, orderProductId: id }), (control, input) => { control.removeProduct(input.id, input.orderProductId); }),
  setStatus: does(z.strictObject({ id, status: z.int() }), (control, input) => { control.setStatus(input.id, input.status); }),
  remove: does(one, (control, input) => { control.remove(input.id); }),
  removeInvoice: does(one, (control, input) => { control.removeInvoice(input.id); }),
  merge: does(z.strictObject({ ids: z.array(id), mode: z.enum(['technical_merge', 'into_main_order']), link: link.optional() }), (control, input) => control.merge(input.ids, input.mode, input.link)),
  split: does(z.strictObject({ id, link: link.optional() }), (control, input) => control.split(input.id, input.link)),
  copy: does(z.strictObject({ id, link: link.optional() }), (control, input) => control.copy(input.id, input.link)),
  journal: does(switched, (control, input) => { control.journal(input.state); }),
  logUnknown: does(z.strictObject({ type: z.int(), id, objectId: z.int().optional() }), (control, input) => { control.logUnknown(input.type, input.id, input.objectId); }),
  damage: does(z.strictObject({ id, kind: z.enum(DAMAGE_KINDS) }), (control, input) => { control.damage(input.id, input.kind); }),
  heal: does(one, (control, input) => { control.heal(input.id); }),
  setFault: does(z.strictObject({ fault: z.union([faultSchema, z.array(faultSchema), z.null()]) }), (control, input) => { control.setFault(input.fault); }),
  faultHits: does(none, (control) => control.faultHits()),
  configure: does(behaviourPatch, (control, input) => { control.configure(input); }),
  setLatency: does(z.strictObject({ ms: z.number().nonnegative() }), (control, input) => { control.setLatency(input.ms); }),
  setRate: does(z.strictObject({ perMinute: n }), (control, input) => { control.setRate(input.perMinute); }),
  blockAccount: does(switched, (control, input) => { control.blockAccount(input.state); }),
  accountBlocked: does(none, (control) => control.accountBlocked()),
  revokeToken: does(none, (control) => { control.revokeToken(); }),
  setToken: does(z.strictObject({ token: z.string() }), (control, input) => { control.setToken(input.token); }),
  forbid: does(z.strictObject({ methods: z.array(z.string()), code: z.string().optional() }), (control, input) => { control.forbid(input.methods, input.code); }),
  spendLimit: does(z.strictObject({ calls: n }), (control, input) => { control.spendLimit(input.calls); }),
  advanceBlocks: does(z.strictObject({ ms: z.number().nonnegative() }), (control, input) => { control.advanceBlocks(input.ms); }),
  clearBlock: does(none, (control) => { control.clearBlock(); }),
  blocks: does(none, (control) => control.blocks()),
  blockedUntil: does(none, (control) => control.blockedUntil()),
  advance: does(z.strictObject({ seconds: z.number() }), (control, input) => { control.advance(input.seconds); }),
  nowMs: does(none, (control) => control.nowMs()),
  stats: does(none, (control) => control.stats()),
  resetStats: does(none, (control) => { control.resetStats(); }),
  requests: does(none, (control) => control.requests()),
  ids: does(none, (control) => control.ids()),
  counts: does(none, (control) => control.counts()),
  order: does(one, (control, input) => control.order(input.id)),
  row: does(one, (control, input) => control.row(input.id)),
  orders: does(none, (control) => control.orders()),
  removed: does(none, (control) => control.removed()),
  people: does(none, (control) => control.people()),
  log: does(none, (control) => control.log()),
};
const BY_NAME: ReadonlyMap<string, Operation> = new Map(Object.entries(OPERATIONS));

/** @param body JSON text, '' = no input */
export function controlAnswer(control: BaselinkerControl, name: string, body: string): { readonly status: number; readonly body: unknown } {
  const run = BY_NAME.get(name);
  if (run === undefined) return { status: 404, body: { error: `No control operation ${name}; there are: ${[...BY_NAME.keys()].join(', ')}` } };
  try {
    return { status: 200, body: { result: run(control, body === '' ? {} : JSON.parse(body)) ?? null } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
