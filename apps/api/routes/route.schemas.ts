import { z } from 'zod';
import { EMAIL_BY_PHONE, PRODUCT_IDS, RELAY_EVENTS, RELAY_FIELDS } from '#libs/domain/relay/route-options.js';
import { deliveryLedgerView, waitingView } from '../destinations/destination.schemas.js';
import { pageQuery } from '../http/page.js';

export const routeQuery = pageQuery.extend({ integrationId: z.string().optional(), destinationId: z.string().optional() });
export type RouteQuery = z.infer<typeof routeQuery>;

const options = z.record(z.string(), z.unknown()).meta({ description: 'Fits `routeOptions` of GET /destinations/kinds; what is left out takes its default' });
export const createRouteBody = z.strictObject({
  integrationId: z.string(),
  destinationId: z.string(),
  name: z.string().trim().min(1).max(100).optional(),
  options,
});
export type CreateRoute = z.infer<typeof createRouteBody>;
export const routeOptionsBody = z.strictObject({ options: options.meta({ description: 'Replaces all options' }) });
export const securityParameterBody = z.strictObject({ value: z.string().max(1_000).meta({ description: '1 to 16 characters' }) });

const time = z.iso.datetime().nullable();
export const reasonCountView = z.object({ reason: z.string(), count: z.int(), text: z.string() });
export type ReasonCount = z.infer<typeof reasonCountView>;
const warning = z.object({ code: z.string(), message: z.string(), fix: z.string() });
export type WarningView = z.infer<typeof warning>;
export const namedConsentView = z.object({ scope: z.enum(['consented', 'everyone']), consentSource: z.string().nullable(), text: z.string() }).meta({ id: 'NamedConsent' });
export type NamedConsent = z.infer<typeof namedConsentView>;

export const routeLedgerView = z.object({
  considered: z.int(),
  queued: z.int(),
  collapsed: z.int().meta({ description: 'Taken up by a delivery to the same address that waited already' }),
  alreadySent: z.int(),
  excluded: z.int(),
  reasons: z.array(reasonCountView).meta({ description: 'Of the excluded' }),
  addsUp: z.boolean().meta({ description: 'considered = queued + collapsed + alreadySent + excluded, and the reasons make up the excluded' }),
});
export type RouteLedgerView = z.infer<typeof routeLedgerView>;

/** As saved; what a caller sends, with labels and defaults, is in the gallery of kinds of destination. */
const routeOptionsView = z.object({
  scope: z.enum(['consented', 'everyone']),
  consentSource: z.string().nullable(),
  shop: z.string().nullable(),
  language: z.string().nullable(),
  location: z.string().nullable(),
  leaveOut: z.array(z.enum(RELAY_FIELDS)),
  events: z.array(z.enum(RELAY_EVENTS)),
  consents: z.array(z.enum(['email', 'sms'])),
  accountTag: z.string(),
  subscriberTag: z.string(),
  commonTag: z.string().nullable(),
  sourceTag: z.boolean(),
  skipShopOrders: z.boolean(),
  productId: z.enum(PRODUCT_IDS),
  sources: z.array(z.object({ type: z.string(), account: z.string(), integrationId: z.string() })),
  emailByPhone: z.enum(EMAIL_BY_PHONE),
}).meta({ id: 'RouteOptions' });

export const routeView = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['off', 'on']),
  nextSteps: z.array(z.string()),
  integration: z.object({ id: z.string(), code: z.string(), name: z.string(), platform: z.string(), state: z.string(), deleted: z.boolean() }),
  destination: z.object({ id: z.string(), code: z.string(), name: z.string(), kind: z.string(), state: z.string(), deleted: z.boolean() }),
  options: routeOptionsView,
  optionsVersion: z.int(),
  consent: namedConsentView.meta({ description: 'Who is sent, in words' }),
  startedAt: time.meta({ description: 'First start: whoever the shop knew before is created silently' }),
  eventsFrom: time.meta({ description: 'Orders from before send no event, however they are read' }),
  exportedFrom: time.meta({ description: 'When the first export was confirmed' }),
  sourceCode: z.string().nullable().meta({ description: 'Stands in ids of events at the destination' }),
  ledger: routeLedgerView,
  deliveries: deliveryLedgerView,
  waits: z.object({
    changes: z.int().meta({ description: 'Records to be considered' }),
    changesForOwner: z.int().meta({ description: 'Of them, those whose owner is not known yet' }),
    deliveries: z.int(),
  }),
  emailSearch: z.object({
    orders: z.int().meta({ description: 'Orders with a masked address whose e-mail is looked for by phone' }),
    found: z.int(),
    due: z.int().meta({ description: 'Phone numbers the platform is still to be asked about, for all routes of the integration' }),
    lookUps: z.int().meta({ description: 'Times it was asked; each costs 1 or 2 requests, and 1 for each order found that is not stored' }),
    hits: z.int().meta({ description: 'Orders it has found' }),
  }),
  duplicatesHeld: z.int().meta({ description: 'Suspected duplicates of other routes that wait for a decision' }),
  waiting: z.array(waitingView).meta({ description: 'Why nothing moves; empty while it does' }),
  warnings: z.array(warning),
  lastExport: z.object({ id: z.string(), state: z.string(), desired: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({ id: 'Route' });
export type RouteView = z.infer<typeof routeView>;

export const changedRouteView = z.object({ message: z.string(), route: routeView });
export const deletedRouteView = z.object({ message: z.string(), cancelled: z.int().meta({ description: 'Deliveries that waited' }) });
export type DeletedRouteView = z.infer<typeof deletedRouteView>;
