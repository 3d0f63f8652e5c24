/** The control operations as `/_control/<name>`: POST with a JSON object; reads also by GET. Answers `{"result": …}` or `{"error": "…"}`. */
import { z } from 'zod';
import { MODULES } from '../keys.js';
import type { IdoSellControl } from './control.js';
import { DAMAGE_KINDS } from './damage.js';
import { faultSchema } from './faults.js';

const id = z.int();
const none = z.object({});
const text = z.string();
const channel = z.enum(['email', 'sms']);
const resource = z.enum(['clients', 'orders', 'products']);
const damaged = z.enum(['clients', 'orders', 'newsletter', 'products']);
const optional = (names: readonly string[]): Record<string, z.ZodOptional<z.ZodString>> => Object.fromEntries(names.map((name) => [name, text.optional()]));
const PERSON = ['firstName', 'lastName', 'phone', 'street', 'zip', 'city', 'country'];
const clientFields = { ...optional([...PERSON, 'email', 'login', 'phone2', 'firm', 'nip', 'codeExternal', 'birthDate']), wholesaler: z.boolean().optional(), shops: z.array(id).optional() };
const clientPatch = z.strictObject(clientFields).optional();
const newClient = z.strictObject({ ...clientFields, oneOff: z.boolean().optional() }).optional();
const addressPatch = z.strictObject(optional([...PERSON, 'additional'])).optional();
const orderPatch = z.strictObject({ ...optional(['status', 'note', 'clientNote', 'courierNote', 'deliveryStreet', 'deliveryZip', 'deliveryCity', 'waybill', 'externalId']), statusId: id.optional(), paid: z.boolean().optional(), sharing: z.enum(['yes', 'no', 'disabled']).optional() }).optional();
const grosze = z.int().nonnegative();
const productPatch = z.strictObject({
  ...optional(['name', 'nameEng', 'description', 'code', 'producer']), price: grosze.optional(), promo: grosze.nullable().optional(), strikethrough: grosze.nullable().optional(), quantity: z.int().min(-1).optional(),
  visible: z.boolean().optional(), menu: z.array(id).optional(), categoryId: id.optional(), idosellCategory: id.optional(),
}).optional();
const basketChange = z.strictObject({ clientId: id.optional(), email: text.optional(), shopId: id.optional(), lines: z.array(z.strictObject({ productId: id, quantity: z.number().positive() })) });
const key = z.strictObject({ active: z.boolean().optional(), rights: z.partialRecord(z.enum(MODULES), z.enum(['', 'r', 'rw'])).optional() });
const hook = z.strictObject({ url: text, events: z.array(text), shape: z.enum(['results', 'list', 'single', 'bare']).optional(), format: z.enum(['json', 'form', 'xml']).optional() });
const delivery = z.strictObject({
  delayMs: z.number().nonnegative().optional(), duplicates: z.int().nonnegative().optional(), shuffle: z.boolean().optional(), dropShare: z.number().min(0).max(1).optional(), disableAfter: z.int().positive().optional(),
});
const listed = z.strictObject({ address: text, shopId: id, channel });

type Operation = (control: IdoSellControl, body: unknown) => unknown;

function operation<T>(schema: z.ZodType<T>, run: (control: IdoSellControl, input: T) => unknown): Operation {
  return (control, body) => run(control, schema.parse(body));
}

/** Fields left out of the JSON stay left out. */
function defined<T extends object>(input: T = {} as T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

const OPERATIONS: Readonly<Record<Exclude<keyof IdoSellControl, 'onRequest'>, Operation>> = {
  stats: operation(none, (control) => control.stats()),
  resetStats: operation(none, (control) => { control.resetStats(); }),
  setFault: operation(z.strictObject({ fault: z.union([faultSchema, z.array(faultSchema), z.null()]) }), (control, input) => { control.setFault(input.fault); }),
  setKey: operation(key, (control, { active, rights }) => { control.setKey({ ...(active === undefined ? {} : { active }), ...(rights === undefined ? {} : { rights: defined(rights) }) }); }),
  setLatency: operation(z.strictObject({ ms: z.number().nonnegative() }), (control, { ms }) => { control.setLatency(ms); }),
  setRate: operation(z.strictObject({ perMinute: z.int().positive().nullable() }), (control, { perMinute }) => { control.setRate(perMinute); }),
  setServerLoad: operation(z.strictObject({ status: z.enum(['normal', 'overloaded']) }), (control, { status }) => { control.setServerLoad(status); }),
  setOrderConsent: operation(z.strictObject({ shown: z.boolean() }), (control, { shown }) => { control.setOrderConsent(shown); }),
  sell: operation(z.strictObject({ n: z.int().nonnegative() }), (control, { n }) => control.sell(n)),
  sellTo: operation(z.strictObject({ clientId: z.int() }), (control, { clientId }) => control.sellTo(clientId)),
  changeBasket: operation(basketChange, (control, { lines, ...whose }) => control.changeBasket({ ...defined(whose), lines })),
  createClient: operation(z.strictObject({ patch: newClient }), (control, { patch }) => control.createClient(defined(patch))),
  editSilently: operation(z.strictObject({ id, patch: clientPatch }), (control, input) => { control.editSilently(input.id, defined(input.patch ?? {})); }),
  touchClient: operation(z.strictObject({ id, patch: clientPatch }), (control, input) => { control.touchClient(input.id, defined(input.patch)); }),
  touchOrder: operation(z.strictObject({ serial: id, patch: orderPatch }), (control, input) => { control.touchOrder(input.serial, defined(input.patch)); }),
  changeAddress: operation(z.strictObject({ clientId: id, patch: addressPatch }), (control, input) => control.changeAddress(input.clientId, defined(input.patch))),
  removeAddress: operation(z.strictObject({ clientId: id, addressId: id }), (control, input) => { control.removeAddress(input.clientId, input.addressId); }),
  setConsent: operation(z.strictObject({ clientId: id, shopId: id, channel, state: z.enum(['y', 'n']) }), (control, input) => { control.setConsent(input.clientId, input.shopId, input.channel, input.state); }),
  setTags: operation(z.strictObject({ clientId: id, tags: z.array(z.strictObject({ name: text, value: z.int() })) }), (control, input) => { control.setTags(input.clientId, input.tags); }),
  refuseWrites: operation(z.strictObject({ clientId: id, faultCode: z.int().positive().nullable() }), (control, input) => { control.refuseWrites(input.clientId, input.faultCode); }),
  told: operation(none, (control) => control.told()),
  subscribe: operation(listed, (control, input) => { control.subscribe(input.address, input.shopId, input.channel); }),
  unsubscribe: operation(listed, (control, input) => { control.unsubscribe(input.address, input.shopId, input.channel); }),
  joinOrders: operation(z.strictObject({ serial: id, into: id }), (control, input) => { control.joinOrders(input.serial, input.into); }),
  removeClient: operation(z.strictObject({ id }), (control, input) => { control.removeClient(input.id); }),
  removeOrder: operation(z.strictObject({ serial: id }), (control, input) => { control.removeOrder(input.serial); }),
  createProduct: operation(z.strictObject({ patch: productPatch }), (control, { patch }) => control.createProduct(defined(patch))),
  touchProduct: operation(z.strictObject({ id, patch: productPatch }), (control, input) => { control.touchProduct(input.id, defined(input.patch)); }),
  editProductSilently: operation(z.strictObject({ id, patch: productPatch }), (control, input) => { control.editProductSilently(input.id, defined(input.patch ?? {})); }),
  deleteProduct: operation(z.strictObject({ id }), (control, input) => { control.deleteProduct(input.id); }),
  removeProduct: operation(z.strictObject({ id }), (control, input) => { control.removeProduct(input.id); }),
  corrupt: operation(z.strictObject({ resource: damaged, id, kind: z.enum(DAMAGE_KINDS) }), (control, input) => { control.corrupt(input.resource, input.id, input.kind); }),
  heal: operation(z.strictObject({ resource: damaged, id }), (control, input) => { control.heal(input.resource, input.id); }),
  setClock: operation(z.strictObject({ iso: text.nullable() }), (control, input) => { control.setClock(input.iso); }),
  advanceClock: operation(z.strictObject({ seconds: z.number() }), (control, input) => { control.advanceClock(input.seconds); }),
  clock: operation(none, (control) => control.clock()),
  counts: operation(none, (control) => control.counts()),
  ids: operation(z.strictObject({ resource }), (control, input) => control.ids(input.resource)),
  record: operation(z.strictObject({ resource, id }), (control, input) => control.record(input.resource, input.id)),
  subscriptions: operation(none, (control) => control.subscriptions()),
  addWebhook: operation(z.strictObject({ hook }), (control, input) => control.addWebhook({ url: input.hook.url, events: input.hook.events, ...defined({ shape: input.hook.shape, format: input.hook.format }) })),
  importCampaign: operation(z.strictObject({ xml: text }), (control, input) => control.importCampaign(input.xml)),
  webhooks: operation(none, (control) => control.webhooks()),
  removeWebhooks: operation(none, (control) => { control.removeWebhooks(); }),
  setDelivery: operation(z.strictObject({ options: delivery }), (control, input) => { control.setDelivery(defined(input.options)); }),
  sendWebhook: operation(z.strictObject({ event: text, id }), (control, input) => { control.sendWebhook(input.event, input.id); }),
  idle: operation(none, (control) => control.idle()),
};

export type ControlAnswer = { readonly status: number; readonly body: unknown };

/** @param body JSON text, '' = no input */
export async function controlAnswer(control: IdoSellControl, name: string, body: string): Promise<ControlAnswer> {
  const run = Object.entries(OPERATIONS).find(([known]) => known === name)?.[1];
  if (run === undefined) return { status: 404, body: { error: `No control operation ${name}; there are: ${Object.keys(OPERATIONS).join(', ')}` } };
  try {
    const input: unknown = body === '' ? {} : JSON.parse(body);
    return { status: 200, body: { result: (await run(control, input)) ?? null } };
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } };
  }
}
