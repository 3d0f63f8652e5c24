/** The control operations as `/_control/<name>`: POST with a JSON object; reads also by GET. Answers `{"result": …}` or `{"error": "…"}`. */
import { z } from 'zod';
import { RESOURCE_NAMES } from '../fields.js';
import { DAMAGE_KINDS } from '../world/damage.js';
import type { PrestaShopControl } from './control.js';
import { faultSchema } from './faults.js';

const cell = z.union([z.number(), z.string(), z.null(), z.array(z.string())]);
const patch = z.record(z.string(), cell).optional();
const resource = z.enum(RESOURCE_NAMES as unknown as [(typeof RESOURCE_NAMES)[number], ...(typeof RESOURCE_NAMES)[number][]]);
const id = z.int();
const none = z.object({});
const changed = z.strictObject({ id, patch });
const row = z.strictObject({ resource, id });
const key = z.strictObject({
  key: z.string().optional(),
  active: z.boolean().optional(),
  shops: z.array(z.int()).optional(),
  rights: z.record(z.string(), z.array(z.string())).optional(),
  replace: z.boolean().optional(),
});

type Operation = (control: PrestaShopControl, body: unknown) => unknown;

function operation<T>(schema: z.ZodType<T>, run: (control: PrestaShopControl, input: T) => unknown): Operation {
  return (control, body) => run(control, schema.parse(body));
}

/** Fields left out of the JSON stay left out. */
function defined<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  stats: operation(none, (control) => control.stats()),
  resetStats: operation(none, (control) => { control.resetStats(); }),
  setFault: operation(z.strictObject({ fault: z.union([faultSchema, z.array(faultSchema), z.null()]) }), (control, input) => { control.setFault(input.fault); }),
  setKey: operation(key, (control, input) => { control.setKey(defined(input)); }),
  disableWebservice: operation(z.strictObject({ disabled: z.boolean() }), (control, input) => { control.disableWebservice(input.disabled); }),
  setLatency: operation(z.strictObject({ ms: z.number(), perRowMs: z.number().optional() }), (control, input) => { control.setLatency(input.ms, input.perRowMs); }),
  setRate: operation(z.strictObject({ perMinute: z.int().positive().nullable() }), (control, input) => { control.setRate(input.perMinute); }),
  sell: operation(z.strictObject({ n: z.int().nonnegative() }), (control, input) => control.sell(input.n)),
  touchCustomer: operation(changed, (control, input) => { control.touchCustomer(input.id, input.patch); }),
  touchAddress: operation(changed, (control, input) => { control.touchAddress(input.id, input.patch); }),
  touchOrder: operation(changed, (control, input) => { control.touchOrder(input.id, input.patch); }),
  replaceAddress: operation(changed, (control, input) => control.replaceAddress(input.id, input.patch)),
  sqlNewsletter: operation(z.strictObject({ id, value: z.union([z.literal(0), z.literal(1)]) }), (control, input) => { control.sqlNewsletter(input.id, input.value); }),
  sqlUpdate: operation(z.strictObject({ resource, id, patch: z.record(z.string(), cell) }), (control, input) => { control.sqlUpdate(input.resource, input.id, input.patch); }),
  softDelete: operation(z.strictObject({ resource: z.enum(['customers', 'addresses']), id }), (control, input) => { control.softDelete(input.resource, input.id); }),
  hardDelete: operation(row, (control, input) => { control.hardDelete(input.resource, input.id); }),
  corrupt: operation(z.strictObject({ resource, id, kind: z.enum(DAMAGE_KINDS) }), (control, input) => { control.corrupt(input.resource, input.id, input.kind); }),
  heal: operation(row, (control, input) => { control.heal(input.resource, input.id); }),
  setClock: operation(z.strictObject({ iso: z.string().nullable() }), (control, input) => { control.setClock(input.iso); }),
  advanceClock: operation(z.strictObject({ seconds: z.number() }), (control, input) => { control.advanceClock(input.seconds); }),
  clock: operation(none, (control) => control.clock()),
  counts: operation(none, (control) => control.counts()),
  ids: operation(z.strictObject({ resource }), (control, input) => control.ids(input.resource)),
  record: operation(row, (control, input) => control.record(input.resource, input.id)),
};

export type ControlAnswer = { readonly status: number; readonly body: unknown };

/** @param body JSON text, '' = no input */
export function controlAnswer(control: PrestaShopControl, name: string, body: string): ControlAnswer {
  const run = OPERATIONS[name];
  if (run === undefined) return { status: 404, body: { error: `No control operation ${name}; there are: ${Object.keys(OPERATIONS).join(', ')}` } };
  try {
    const input: unknown = body === '' ? {} : JSON.parse(body);
    return { status: 200, body: { result: run(control, input) ?? null } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
