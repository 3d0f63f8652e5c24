/** What the control takes over HTTP. */
import { z } from 'zod';

const text = z.string().optional();
const flag = z.boolean().optional();
const whole = z.int().optional();
const cap = z.int().positive().nullable().optional();
const texts = z.record(z.string(), z.string()).optional();
const address = { fullname: text, company: text, address: text, postcode: text, city: text, state: text, country: text, countryCode: text };

export const orderPatch = z.strictObject({ email: text, phone: text, userLogin: text, userComments: text, adminComments: text, currency: text, paymentMethod: text, extra1: text, extra2: text, customExtra: texts });
export const deliveryPatch = z.strictObject({ ...address, method: text });
export const invoicePatch = z.strictObject({ ...address, nip: text });
export const linePatch = z.strictObject({ productId: text, name: text, attributes: text, sku: text, ean: text, price: whole, taxRate: z.number().optional(), quantity: z.number().optional() });
export const link = z.strictObject({ entry: z.enum(['before', 'after']).optional(), delayMs: z.number().nonnegative().optional() });

const person = z.strictObject({ email: z.string(), firstName: z.string(), lastName: z.string(), phone: text, company: text, nip: text });
export const sale = z.strictObject({
  source: text, sourceId: whole, person: z.union([z.string(), person, z.null()]).optional(), confirmed: flag, dateAdd: whole, statusId: whole, phone: text, email: text, fullname: text, company: text, nip: text,
  login: text, shopOrderId: whole, externalOrderId: text, value: z.number().nonnegative().optional(), currency: text, paid: flag, comments: text, extra1: text, customExtra: texts,
});

export const behaviourPatch = z.strictObject({
  journalCap: cap, journalKeepMs: z.number().positive().optional(), journalInclusive: flag, logIdField: z.enum(['log_id', 'id']).optional(), mergeEntry: z.enum(['result-object', 'removed-object']).optional(),
  linkEntry: z.enum(['before', 'after']).optional(), linkDelayMs: z.number().nonnegative().optional(), derivedKeepDates: flag, typeDrift: z.enum(['2018', '2022', 'current', 'doc', 'strings', 'mixed']).optional(),
  emptyMapAsArray: flag, productsAsObject: flag, unknownLogTypes: flag, unknownFields: flag, deletedOrder: z.enum(['empty', 'error']).optional(), phoneMatch: z.enum(['exact', 'digits', 'national']).optional(), phonePartial: flag,
  lookupCap: cap, unconfirmedDate: z.enum(['zero', 'date-add']).optional(), commissionFlag: z.enum(['include_commissions', 'include_commission_data', 'with_commision']).optional(),
  badTokenCode: z.enum(['ERROR_BAD_TOKEN', 'ERROR_AUTH_TOKEN']).optional(), prolongBlock: flag, blockZone: z.enum(['Europe/Warsaw', 'UTC']).optional(), accountBlockAfter: cap,
});
