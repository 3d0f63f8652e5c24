import { z } from 'zod';
import { PLATFORMS } from '#libs/domain/words.js';

const text = z.string().nullable();
const time = z.iso.datetime().nullable();

export const moneyView = z.object({ amount: z.string().meta({ description: 'Decimal text' }), currency: z.string().nullable().meta({ description: 'ISO 4217; null when the shop named none' }) }).meta({ id: 'Money' });
export const integrationRef = z.object({ id: z.string(), name: z.string(), platform: z.enum(PLATFORMS), deleted: z.boolean() }).meta({ id: 'IntegrationName' });
export const addressView = z.object({
  firstName: text,
  lastName: text,
  company: text,
  taxNumber: text,
  street: text,
  street2: text,
  postcode: text,
  city: text,
  country: z.object({ iso: text, name: text }).nullable(),
  phones: z.array(z.string()),
}).meta({ id: 'Address' });
const statusView = z.object({
  code: z.string().meta({ description: 'Status of the platform' }),
  detail: text.meta({ description: "Code of the shop's own finer status, where it has one" }),
  name: text.meta({ description: 'Of the finer status, else of the status' }),
}).nullable();
export const shopRef = z.object({ id: z.string(), name: text }).nullable().meta({ description: 'Shop of a multi-shop account; null where there is only one' });

export const customerRecordView = z.object({
  id: z.string(),
  externalId: z.string(),
  standing: z.enum(['account', 'alias']),
  shop: text,
  firstName: text,
  lastName: text,
  company: text,
  taxNumber: text,
  birthDate: text.meta({ description: 'YYYY-MM-DD' }),
  email: text,
  phones: z.array(z.string()),
  address: addressView.nullable().meta({ description: 'Billing address, where the platform keeps it in the customer' }),
  language: text,
  newsletter: z.boolean().nullable(),
  active: z.boolean().nullable(),
  deleted: z.boolean(),
  gone: z.boolean().meta({ description: 'The shop no longer has this record' }),
  createdAt: time,
  updatedAt: time,
  url: text.meta({ description: 'The customer in the panel of the shop' }),
}).meta({ id: 'CustomerRecord' });

export const addressRecordView = z.object({
  id: z.string().meta({ description: 'Of an address inside a customer: id of the customer record, a slash, id in its list' }),
  externalId: z.string(),
  label: text,
  address: addressView,
  deleted: z.boolean(),
  gone: z.boolean(),
}).meta({ id: 'AddressRecord' });

export const subscriberRecordView = z.object({
  id: z.string(),
  externalId: z.string(),
  shop: shopRef,
  ownerId: text.meta({ description: 'Id of the customer in the shop; null without an account' }),
  email: text,
  phone: text,
  language: text,
  gone: z.boolean(),
  createdAt: time,
  updatedAt: time,
}).meta({ id: 'SubscriberRecord' });

export const orderSummaryView = z.object({
  id: z.string(),
  externalId: z.string(),
  number: z.string(),
  placedAt: time,
  status: statusView,
  total: moneyView.nullable(),
  paid: moneyView.nullable(),
  marketplace: z.object({ name: z.string(), login: text }).nullable(),
  source: z
    .object({
      type: z.string().meta({ description: 'The platform’s word: `shop`, `allegro`, `personal`' }),
      account: z.string().meta({ description: 'Account of that type; unique only together with it' }),
      name: text.meta({ description: 'Name of the account; null when the platform tells none' }),
    })
    .nullable()
    .meta({ description: 'Where the order came from, on platforms that gather the orders of several shops and marketplaces; null elsewhere' }),
  confirmed: z.boolean().nullable().meta({ description: 'False while the buyer has not finished the order; null where the platform has only finished ones' }),
  payment: text,
  delivery: z.object({ carrier: text, waybill: text, pickupPoint: text.meta({ description: 'Code of the pick-up point; its address is the delivery address' }) }),
  deliveryAddress: addressView.nullable(),
  merged: z.boolean().meta({ description: 'Lives on in another order it was merged into; counted nowhere' }),
  gone: z.boolean(),
  url: text.meta({ description: 'The order in the panel of the shop' }),
  otherPage: z
    .object({ url: z.string(), label: z.object({ pl: z.string(), en: z.string() }) })
    .nullable()
    .meta({ description: 'Another page about the order that the platform names itself, and which may be the buyer’s own; null where there is none' }),
}).meta({ id: 'OrderSummary' });

const line = z.object({ id: z.string(), productId: text, variantId: text, sku: text, ean: text, name: z.string(), quantity: z.string(), unitGross: moneyView.nullable(), unitNet: moneyView.nullable() });

export const orderView = orderSummaryView.extend({
  integration: integrationRef,
  customerId: z.string().nullable().meta({ description: 'Null while the owner of the order is not known yet' }),
  ownerId: text.meta({ description: 'Id of the customer in the shop' }),
  shop: text,
  placedLocal: text.meta({ description: 'As the shop wrote it, where it gives local times' }),
  updatedAt: time,
  base: z
    .object({ currency: text, total: moneyView.nullable(), rate: text.meta({ description: 'Decimal text, as the shop gives it' }) })
    .nullable()
    .meta({ description: "Amounts in the shop's own currency, of an order in a foreign one" }),
  shipping: moneyView.nullable(),
  discount: moneyView.nullable(),
  invoiceAddress: addressView.nullable(),
  note: text,
  lines: z.array(line),
}).meta({ id: 'Order' });

export type MoneyView = z.infer<typeof moneyView>;
export type IntegrationRefView = z.infer<typeof integrationRef>;
export type AddressView = z.infer<typeof addressView>;
export type CustomerRecordView = z.infer<typeof customerRecordView>;
export type AddressRecordView = z.infer<typeof addressRecordView>;
export type SubscriberRecordView = z.infer<typeof subscriberRecordView>;
export type OrderSummaryView = z.infer<typeof orderSummaryView>;
export type OrderView = z.infer<typeof orderView>;
