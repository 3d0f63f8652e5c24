/** The control operations as `/_control/<name>`: POST with a JSON object; reads also by GET. Answers `{"result": …}` or `{"error": "…"}`. */
import { z } from 'zod';
import type { SalesmanagoControl } from './control.js';
import { faultSchema } from './faults.js';

const none = z.object({});
const text = z.string();
const ms = z.number().nonnegative();
const flag = z.boolean().optional();
const way = z.enum(['in', 'out']).optional();
const row = z.record(z.string(), z.unknown());
const refusal = z.strictObject({ address: text, text: text.optional(), whole: flag });
const behaviour = z.strictObject({
  owners: z.array(text).optional(), apiSecret: text.optional(), deactivated: flag, strictTime: flag, eventListCap: z.int().nonnegative().nullable().optional(), showEventIds: flag,
  newContacts: z.enum(['opted-out', 'opted-in']).optional(), limits: z.enum(['refuse', 'cut']).optional(), newEmailConflict: z.enum(['refuse', 'merge']).optional(),
  emptyText: z.enum(['clear', 'keep']).optional(), createdAmountLag: z.int().nonnegative().optional(), userRows: z.enum(['texts', 'objects']).optional(), apiChangesCallBack: flag,
  consents: z.array(text).optional(), v3Keys: z.array(text).optional(), catalogLimit: z.int().nonnegative().optional(),
});
const card = z.strictObject({ email: way, phone: way, removed: flag, permanently: flag });
const callbacks = z.strictObject({
  optIn: text.optional(), optOut: text.optional(), wrongKey: flag, repeats: z.int().nonnegative().optional(), reversed: flag, encoding: z.enum(['percent', 'plus-raw', 'raw']).optional(), uppercase: flag, hold: flag,
});

type Operation = (control: SalesmanagoControl, body: unknown) => unknown;

function operation<T>(schema: z.ZodType<T>, run: (control: SalesmanagoControl, input: T) => unknown): Operation {
  return (control, body) => run(control, schema.parse(body));
}

/** Fields left out of the JSON stay left out. */
function defined<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

const OPERATIONS: Readonly<Record<Exclude<keyof SalesmanagoControl, 'onRequest'>, Operation>> = {
  stats: operation(none, (control) => control.stats()),
  resetStats: operation(none, (control) => { control.resetStats(); }),
  setFault: operation(z.strictObject({ fault: z.union([faultSchema, z.array(faultSchema), z.null()]), seed: z.int().optional() }), (control, input) => { control.setFault(input.fault, input.seed); }),
  faultHits: operation(none, (control) => control.faultHits()),
  setRefusals: operation(z.strictObject({ refusals: z.array(refusal) }), (control, input) => { control.setRefusals(input.refusals.map(defined)); }),
  setLatency: operation(z.strictObject({ ms }), (control, input) => { control.setLatency(input.ms); }),
  setRate: operation(z.strictObject({ perMinute: z.int().positive().nullable(), retryAfter: flag }), (control, input) => { control.setRate(input.perMinute, input.retryAfter); }),
  configure: operation(behaviour, (control, input) => { control.configure(defined(input)); }),
  setJobDelay: operation(z.strictObject({ ms: ms.nullable(), recordMs: ms.optional() }), (control, input) => { control.setJobDelay(input.ms, input.recordMs); }),
  runJobs: operation(none, (control) => { control.runJobs(); }),
  counters: operation(none, (control) => control.counters()),
  resetCounters: operation(none, (control) => { control.resetCounters(); }),
  counts: operation(none, (control) => control.counts()),
  emails: operation(none, (control) => control.emails()),
  contact: operation(z.strictObject({ email: text }), (control, input) => control.contact(input.email)),
  transactions: operation(none, (control) => control.transactions()),
  writes: operation(none, (control) => control.writes()),
  mostWrites: operation(z.strictObject({ kind: z.enum(['contacts', 'events']), windowMs: z.number().positive() }), (control, input) => control.mostWrites(input.kind, input.windowMs)),
  resetWrites: operation(none, (control) => { control.resetWrites(); }),
  products: operation(z.strictObject({ catalogId: text }), (control, input) => control.products(input.catalogId)),
  plant: operation(z.strictObject({ record: row }), (control, input) => control.plant(input.record)),
  plantEvent: operation(z.strictObject({ email: text, contactEvent: row }), (control, input) => control.plantEvent(input.email, input.contactEvent)),
  setCard: operation(z.strictObject({ email: text, patch: card }), (control, input) => { control.setCard(input.email, defined(input.patch)); }),
  confirm: operation(z.strictObject({ email: text }), (control, input) => { control.confirm(input.email); }),
  purgeRemoved: operation(none, (control) => control.purgeRemoved()),
  setCallbacks: operation(z.strictObject({ settings: callbacks }), (control, input) => { control.setCallbacks(defined(input.settings)); }),
  sendCallback: operation(z.strictObject({ direction: z.enum(['opt-in', 'opt-out']), email: text }), (control, input) => { control.sendCallback(input.direction, input.email); }),
  releaseCallbacks: operation(none, (control) => { control.releaseCallbacks(); }),
  callbacks: operation(none, (control) => control.callbacks()),
  idle: operation(none, (control) => control.idle()),
};

export type ControlAnswer = { readonly status: number; readonly body: unknown };

/** @param body JSON text, '' = no input */
export async function controlAnswer(control: SalesmanagoControl, name: string, body: string): Promise<ControlAnswer> {
  const run = Object.entries(OPERATIONS).find(([known]) => known === name)?.[1];
  if (run === undefined) return { status: 404, body: { error: `No control operation ${name}; there are: ${Object.keys(OPERATIONS).join(', ')}` } };
  try {
    const input: unknown = body === '' ? {} : JSON.parse(body);
    return { status: 200, body: { result: (await run(control, input)) ?? null } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
