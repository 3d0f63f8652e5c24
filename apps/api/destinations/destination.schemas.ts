import { z } from 'zod';
import { DESIRED } from '#libs/domain/words.js';
import { pageQuery } from '../http/page.js';
import { DESTINATION_STATES } from './destination-state.js';

const CODE = /^[a-z\d](?:[a-z\d-]{0,38}[a-z\d])?$/u;

export const destinationKindView = z.object({
  kind: z.string(),
  name: z.string(),
  summary: z.string(),
  searchText: z.string(),
  guide: z.object({ pl: z.string(), en: z.string() }),
  credentials: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the credentials' }),
  settings: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the settings' }),
  routeOptions: z.record(z.string(), z.unknown()).meta({ description: 'JSON Schema of the options of routes' }),
}).meta({ id: 'DestinationKind' });
export type DestinationKindView = z.infer<typeof destinationKindView>;

export const createDestinationBody = z.strictObject({
  kind: z.string().min(1).max(40).meta({ description: 'From GET /destinations/kinds' }),
  name: z.string().trim().min(1).max(100).meta({ description: 'Shown to people; free text' }),
  code: z.string().regex(CODE).optional().meta({ description: 'Short readable name, kept for ever; made up when absent' }),
});
export type CreateDestination = z.infer<typeof createDestinationBody>;

export const authenticateDestinationBody = z.strictObject({
  credentials: z.record(z.string(), z.unknown()).meta({ description: 'Fits the credentials schema of the kind' }),
});
export const destinationSettingsBody = z.strictObject({
  settings: z.record(z.string(), z.unknown()).meta({ description: 'Fits the settings schema of the kind; replaces all settings' }),
});

/** Shared by everything whose deletion takes waiting deliveries away. */
export const deleteQuery = z.object({ cancelWaiting: z.stringbool().default(false).meta({ description: 'Needed while deliveries wait: the call without it answers 409 with their number' }) });
export type DeleteQuery = z.infer<typeof deleteQuery>;

export const destinationQuery = pageQuery;

const time = z.iso.datetime().nullable();
const tick = z.object({ code: z.string(), state: z.enum(['ok', 'missing', 'unknown']), required: z.boolean(), label: z.string(), fix: z.string().nullable() });

export const deliveryLedgerView = z.object({
  queued: z.int(),
  delivered: z.int(),
  failed: z.int(),
  unknown: z.int().meta({ description: 'Sent, and it is not known what became of them' }),
  pending: z.int().meta({ description: 'Waiting, under way, being confirmed, or to go once more' }),
  cancelled: z.int(),
  addsUp: z.boolean().meta({ description: 'queued = delivered + failed + unknown + pending + cancelled' }),
}).meta({ id: 'DeliveryLedger' });
export type DeliveryLedgerView = z.infer<typeof deliveryLedgerView>;

export const waitingView = z.object({ code: z.string(), message: z.string(), until: time });
export type WaitingView = z.infer<typeof waitingView>;

export const destinationView = z.object({
  id: z.string(),
  code: z.string().meta({ description: 'Short readable name, kept for ever' }),
  name: z.string(),
  kind: z.string(),
  state: z.enum(DESTINATION_STATES),
  desired: z.enum(DESIRED).meta({ description: 'run, pause or stop: what was asked for last' }),
  nextSteps: z.array(z.string()).meta({ description: 'Calls that make sense now' }),
  address: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  settingsVersion: z.int(),
  checkedAt: time,
  ticks: z.array(tick),
  routes: z.object({ on: z.int(), off: z.int() }),
  ledger: deliveryLedgerView,
  backlog: z.object({
    contacts: z.int().meta({ description: 'Contacts that wait, those an export has still to hand over included' }),
    consents: z.int(),
    events: z.int(),
    secondsLeft: z.int().nullable().meta({ description: 'By the pace, for the contacts it holds back; null while nothing moves or no pace is known' }),
  }),
  pace: z.object({ contactsPerMinute: z.number(), explanation: z.string() }).nullable(),
  waiting: z.array(waitingView).meta({ description: 'Why nothing moves; empty while it does' }),
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string().nullable(), until: time }).nullable(),
  lastDeliveryAt: time,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}).meta({ id: 'Destination' });
export type DestinationView = z.infer<typeof destinationView>;

export const authenticatedDestinationView = z.object({ message: z.string(), ticks: z.array(tick), facts: z.record(z.string(), z.unknown()), destination: destinationView });
export const changedDestinationView = z.object({ message: z.string(), destination: destinationView });
export const deletedDestinationView = z.object({
  message: z.string(),
  cancelled: z.int().meta({ description: 'Deliveries that waited' }),
  unknown: z.int().meta({ description: 'Deliveries under way, whose outcome nobody will read back any more' }),
  routesSwitchedOff: z.int(),
});
export type DeletedDestinationView = z.infer<typeof deletedDestinationView>;

export const shopChoiceView = z.object({ location: z.string(), name: z.string(), kind: z.enum(['catalog', 'feed']), currency: z.string().nullable(), isDefault: z.boolean() }).meta({ id: 'ShopChoice' });
export type ShopChoiceView = z.infer<typeof shopChoiceView>;
