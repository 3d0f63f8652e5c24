/** What the control takes over HTTP. */
import { z } from 'zod';
import { PARTNER_TYPES } from '../world/model.js';

const text = z.string().optional();
const none = z.string().nullable().optional();
const flag = z.boolean().optional();
const whole = z.int().optional();
const noneWhole = z.int().nullable().optional();
const place = { street: none, zip: none, city: none, countryCode: none };
const address = z.strictObject({ name: none, email: none, phone: none, ...place }).optional();

export const orderPatch = z.strictObject({
  paid: flag, login: none, currency: none, payment: none, deliveryPrice: whole, deliveryMethod: none, waybills: z.array(z.string()).optional(), email: none, phone: none, deliveryPartnerId: noneWhole, invoicePartnerId: noneWhole,
  vat: none, folderId: noneWhole, note: none, customFields: z.record(z.string(), z.string()).optional(), delivery: address, invoice: address,
});
export const linePatch = z.strictObject({ name: text, sku: none, price: whole, quantity: z.number().optional(), taxRate: z.number().optional(), grossTax: flag });
export const partnerPatch = z.strictObject({ name: none, email: none, type: z.enum(PARTNER_TYPES).optional(), ...place });
export const newPartner = partnerPatch.extend({ personKey: text });

const person = z.strictObject({ email: z.string(), firstName: z.string(), lastName: z.string(), phone: text, company: text, nip: text, login: text, hash: text });
export const sale = z.strictObject({
  source: none, config: whole, person: z.union([z.string(), person, z.null()]).optional(), status: text, name: text, integrationId: text, email: none, phone: none, fullname: text, login: none, vat: none, form: z.enum(['full', 'bare']).optional(),
  value: z.number().nonnegative().optional(), currency: none, paid: flag, note: none, waybills: z.array(z.string()).optional(), invoicePartnerId: noneWhole, deliveryPartnerId: noneWhole,
  createdSecondsAgo: z.number().nonnegative().optional(), boughtSecondsBefore: z.number().nullable().optional(),
});

const end = z.enum(['inclusive', 'exclusive']).optional();
const refusal = z.union([z.literal(401), z.literal(403)]).optional();
export const behaviourPatch = z.strictObject({
  nulls: z.enum(['null', 'false', 'empty', 'missing', 'mixed']).optional(), amounts: z.enum(['number', 'text', 'mixed']).optional(), dateZone: z.enum(['UTC', 'Europe/Warsaw']).optional(), dateForm: z.enum(['blank', 'T', 'fraction']).optional(),
  zonedFilter: z.enum(['dropped', 'counted', 'refused']).optional(), dateFrom: end, dateTo: end, idFrom: end, orderBy: z.enum(['odoo', 'ignored']).optional(), defaultOrder: z.enum(['date_order desc, id desc', 'id desc', 'id asc']).optional(),
  partnerOrder: z.enum(['name', 'id']).optional(), contactColumns: z.enum(['all', 'partner', 'delivery-invoice']).optional(), emailMatch: z.enum(['exact', 'insensitive', 'ilike']).optional(), phoneMatch: z.enum(['exact', 'digits']).optional(),
  fields: z.enum(['repeated', 'ignored']).optional(), maxLimit: z.int().positive().nullable().optional(), overLimit: z.enum(['cut', 'refuse']).optional(), totalShift: whole, missingToken: refusal, wrongToken: refusal,
  pydantic: z.union([z.literal(1), z.literal(2)]).optional(), allegroLogin: z.enum(['user', 'integration', 'mixed']).optional(), typeCase: z.enum(['lower', 'mixed']).optional(), deliveryLine: z.enum(['no', 'name', 'sku', 'mixed']).optional(),
  linesInLists: flag, panelUrl: z.enum(['buyer', 'staff']).optional(), patchStatus: z.enum(['ignored', 'honoured']).optional(), unknownFields: flag, retryAfter: flag,
});
