/** The control operations as `/_control/<name>` (also `/control/<name>`): POST with a JSON object; reads also by GET. Answers `{"result": …}` or `{"error": "…"}`. */
import { z } from 'zod';
import { DAMAGE_KINDS } from '../world/damage.js';
import type { IdeaCommerceControl } from './control.js';
import { faultSchema } from './faults.js';
import { behaviourPatch, linePatch, newPartner, orderPatch, partnerPatch, sale } from './inputs.js';

const none = z.object({});
const id = z.int();
const one = z.strictObject({ id });
const n = z.int().nonnegative();
const record = z.enum(['orders', 'partners']);

type Operation = (control: IdeaCommerceControl, body: unknown) => unknown;

function does<T>(schema: z.ZodType<T>, run: (control: IdeaCommerceControl, input: Known<T>) => unknown): Operation {
  return (control, body) => run(control, known(schema.parse(body)));
}

/** Fields that are there. */
type Known<T> = T extends readonly (infer I)[] ? Known<I>[] : T extends object ? { [K in keyof T]: Known<Exclude<T[K], undefined>> } : T;

/** Fields left out of the JSON stay left out, at every depth. */
function known<T>(value: T): Known<T> {
  return (value === undefined ? undefined : JSON.parse(JSON.stringify(value))) as Known<T>;
}

const OPERATIONS: Readonly<Record<Exclude<keyof IdeaCommerceControl, 'onRequest'>, Operation>> = {
  sell: does(z.strictObject({ sale: sale.optional() }), (control, input) => control.sell(input.sale)),
  sellMany: does(z.strictObject({ n, sale: sale.optional() }), (control, input) => control.sellMany(input.n, input.sale)),
  manyInOneSecond: does(z.strictObject({ n, sale: sale.optional() }), (control, input) => control.manyInOneSecond(input.n, input.sale)),
  setStatus: does(z.strictObject({ id, status: z.string() }), (control, input) => { control.setStatus(input.id, input.status); }),
  editSilently: does(z.strictObject({ id, patch: orderPatch }), (control, input) => { control.editSilently(input.id, input.patch); }),
  touch: does(one, (control, input) => { control.touch(input.id); }),
  editLine: does(z.strictObject({ id, lineId: id, patch: linePatch }), (control, input) => { control.editLine(input.id, input.lineId, input.patch); }),
  addWaybill: does(z.strictObject({ id, waybill: z.string().optional() }), (control, input) => control.addWaybill(input.id, input.waybill)),
  remove: does(one, (control, input) => { control.remove(input.id); }),
  addPartner: does(z.strictObject({ partner: newPartner.optional() }), (control, input) => control.addPartner(input.partner)),
  editPartner: does(z.strictObject({ id, patch: partnerPatch }), (control, input) => { control.editPartner(input.id, input.patch); }),
  removePartner: does(one, (control, input) => { control.removePartner(input.id); }),
  damage: does(z.strictObject({ record, id, kind: z.enum(DAMAGE_KINDS) }), (control, input) => { control.damage(input.record, input.id, input.kind); }),
  heal: does(z.strictObject({ record, id }), (control, input) => { control.heal(input.record, input.id); }),
  setFault: does(z.strictObject({ fault: z.union([faultSchema, z.array(faultSchema), z.null()]) }), (control, input) => { control.setFault(input.fault); }),
  faultHits: does(none, (control) => control.faultHits()),
  configure: does(behaviourPatch, (control, input) => { control.configure(input); }),
  setLatency: does(z.strictObject({ ms: z.number().nonnegative() }), (control, input) => { control.setLatency(input.ms); }),
  setRate: does(z.strictObject({ perMinute: n }), (control, input) => { control.setRate(input.perMinute); }),
  revokeToken: does(none, (control) => { control.revokeToken(); }),
  setToken: does(z.strictObject({ token: z.string() }), (control, input) => { control.setToken(input.token); }),
  forbid: does(z.strictObject({ resources: z.array(z.string()), as: z.enum(['refused', 'empty']).optional() }), (control, input) => { control.forbid(input.resources, input.as); }),
  advance: does(z.strictObject({ seconds: z.number() }), (control, input) => { control.advance(input.seconds); }),
  nowMs: does(none, (control) => control.nowMs()),
  stats: does(none, (control) => control.stats()),
  resetStats: does(none, (control) => { control.resetStats(); }),
  requests: does(none, (control) => control.requests()),
  ids: does(none, (control) => control.ids()),
  partnerIds: does(none, (control) => control.partnerIds()),
  idlePartnerIds: does(none, (control) => control.idlePartnerIds()),
  counts: does(none, (control) => control.counts()),
  order: does(one, (control, input) => control.order(input.id)),
  orders: does(none, (control) => control.orders()),
  partner: does(one, (control, input) => control.partner(input.id)),
  partners: does(none, (control) => control.partners()),
  row: does(one, (control, input) => control.row(input.id)),
  partnerRow: does(one, (control, input) => control.partnerRow(input.id)),
  people: does(none, (control) => control.people()),
  removed: does(none, (control) => control.removed()),
  statuses: does(none, (control) => control.statuses()),
  secrets: does(none, (control) => control.secrets()),
};
const BY_NAME: ReadonlyMap<string, Operation> = new Map(Object.entries(OPERATIONS));

/** @param body JSON text, '' = no input */
export function controlAnswer(control: IdeaCommerceControl, name: string, body: string): { readonly status: number; readonly body: unknown } {
  const run = BY_NAME.get(name);
  if (run === undefined) return { status: 404, body: { error: `No control operation ${name}; there are: ${[...BY_NAME.keys()].join(', ')}` } };
  try {
    return { status: 200, body: { result: run(control, body === '' ? {} : JSON.parse(body)) ?? null } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
