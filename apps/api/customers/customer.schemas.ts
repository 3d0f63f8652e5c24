import { z } from 'zod';
import { CONSENT_CHANNELS, CONSENT_KINDS, CONSENT_STATES } from '#libs/domain/records.js';
import { FIELD_TYPES, RECORD_KINDS, STREAMS } from '#libs/domain/words.js';
import { pageQuery } from '../http/page.js';
import { decisionView } from '../decisions/decision.schemas.js';
import { ticketView } from '../tickets/ticket.schemas.js';
import { addressRecordView, customerRecordView, integrationRef, orderSummaryView, shopRef, subscriberRecordView } from '../records/record.schemas.js';

const term = z.string().trim().min(1).max(200).optional();

export const customerQuery = pageQuery.extend({
  q: term.meta({ description: 'Anything: e-mail, phone, Allegro login, ID-field value, order number or name' }),
  email: term,
  phone: term,
  allegroLogin: term,
  fieldValue: term.meta({ description: 'Value of any custom field, or of `field`' }),
  field: term.meta({ description: 'Key of the custom field that `fieldValue` is searched in' }),
  orderNumber: term,
  name: term.meta({ description: 'Part of a name, company or address' }),
});
export type CustomerQuery = z.infer<typeof customerQuery>;

const text = z.string().nullable();
const time = z.iso.datetime().nullable();

export const foundCustomerView = z.object({ id: z.string(), name: z.string(), email: text, company: text, matchedBy: z.array(z.string()) });
export type FoundCustomer = z.infer<typeof foundCustomerView>;

export const consentView = z.object({
  shop: shopRef,
  kind: z.enum(CONSENT_KINDS),
  channel: z.enum(CONSENT_CHANNELS),
  state: z.enum(CONSENT_STATES),
  changedAt: time.meta({ description: 'By the shop; null where it gives no date' }),
  observedAt: z.iso.datetime().meta({ description: 'When it was first seen in this state; where a row of an account only shows that there is no consent, when it was last read' }),
  origin: z.enum(STREAMS).meta({ description: 'Stream that said so' }),
}).meta({ id: 'CardConsent' });
export type ConsentView = z.infer<typeof consentView>;

export const tabView = z.object({
  integration: integrationRef,
  customers: z.array(customerRecordView),
  addresses: z.array(addressRecordView).meta({ description: 'Address records, and addresses the platform keeps inside the customer' }),
  subscribers: z.array(subscriberRecordView).meta({ description: 'Addresses on newsletter lists, with and without an account' }),
  consents: z.array(consentView).meta({ description: 'What counts now: for each shop, kind and channel the newest statement of all records, but no yes from elsewhere against an account that shows none; nothing is inferred from another kind' }),
  orders: z.array(orderSummaryView).meta({ description: 'Newest first; the rest is in the history' }),
  orderCount: z.int().meta({ description: 'Without orders merged into others' }),
  lastOrderAt: time.meta({ description: 'When the last order was placed, whatever became of it' }),
}).meta({ id: 'CardTab' });
export type TabView = z.infer<typeof tabView>;

const fieldValue = z.object({
  key: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  value: z.string(),
  integrationId: z.string().meta({ description: 'Who filled it' }),
});

export const consentNotWrittenView = z.object({
  integrationId: z.string(),
  direction: z.enum(['in', 'out']),
  reason: z.string(),
  message: z.string(),
  at: z.iso.datetime(),
}).meta({ id: 'ConsentNotWritten' });
export type ConsentNotWritten = z.infer<typeof consentNotWrittenView>;

export const cardView = z.object({
  id: z.string(),
  name: z.string(),
  email: text,
  company: text,
  emails: z.array(z.string()).meta({ description: 'Real addresses' }),
  phones: z.array(z.string()).meta({ description: 'E.164' }),
  allegro: z.object({
    on: z.boolean().meta({ description: 'An Allegro integration runs or is paused' }),
    logins: z.array(z.string()),
    addresses: z.array(z.object({ base: text.meta({ description: 'Matching form; never for sending. Null while Allegro is off' }), seen: z.array(z.string()).meta({ description: 'Full addresses as seen' }) })),
  }),
  fields: z.array(fieldValue),
  tabs: z.array(tabView),
  ticketCount: z.int().meta({ description: 'The tickets themselves are in the history, section TICKETS' }),
  consentsNotWritten: z.array(consentNotWrittenView).meta({ description: 'Changed at a destination and not in the shop: what the tabs show is not what the person wants' }),
  reasons: z.array(z.object({ rule: z.string(), message: z.string(), records: z.int() })).meta({ description: 'Which rules joined how many source records' }),
  decisions: z.array(decisionView).meta({ description: 'What people decided about this card and is in force: who merged or split it, when and why; newest first' }),
  proposals: z.int().meta({ description: 'Cards that are perhaps the same person' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({ id: 'Card' });
export type CardView = z.infer<typeof cardView>;

export const historyQuery = pageQuery.extend({ section: z.enum(['ORDERS', 'TICKETS']).default('ORDERS') });
export type HistoryQuery = z.infer<typeof historyQuery>;

export const historyEntryView = z.discriminatedUnion('section', [
  z.object({ section: z.literal('ORDERS'), at: time, integration: integrationRef, order: orderSummaryView }),
  z.object({ section: z.literal('TICKETS'), at: time, ticket: ticketView }),
]);
export type HistoryEntry = z.infer<typeof historyEntryView>;

export const recordRef = z.object({ id: z.string(), integrationId: z.string(), kind: z.enum(RECORD_KINDS), externalId: z.string() }).meta({ id: 'RecordName' });
const SPLIT = z.boolean().meta({ description: 'A person has split it: it joins nothing any more' });
export const identitiesView = z.object({
  customerId: z.string(),
  identities: z.array(
    z.object({
      type: z.string(),
      value: z.string(),
      rule: z.string(),
      message: z.string(),
      integration: integrationRef.nullable().meta({ description: 'Where the key was seen first' }),
      since: z.iso.datetime(),
      records: z.array(recordRef).meta({ description: 'Source records that carry the key, or carried it' }),
    }),
  ),
  hints: z.array(z.object({ type: z.string(), value: z.string(), split: SPLIT, integration: integrationRef.nullable(), since: z.iso.datetime() })),
  records: z.array(recordRef.extend({ keys: z.array(z.object({ type: z.string(), value: z.string(), split: SPLIT })), linkedBy: z.array(z.string()).meta({ description: 'Rules of the keys it carries; `decision` where a person joined or kept it here' }), since: z.iso.datetime() })),
}).meta({ id: 'Identities' });
export type IdentitiesView = z.infer<typeof identitiesView>;
