import type { CustomerRecord, OrderRecord, ProductRecord, SubscriberRecord } from '../records.js';
import type { ConsentStatement } from '../consent.js';
import type { Consent } from '../records.js';
import type { ExclusionReason } from './exclusion-texts.js';

/** A stored record with the moment the house first saw it, ms since 1970. */
export type Seen<R> = { readonly record: R; readonly firstSeenMs: number; readonly gone: boolean;
  /** An order that was given the address by its phone: whom it is about is a guess. Absent: the record, or its customer, tells the address. */
  readonly guessed?: boolean };

/** A consent as stored, with the record it comes from. */
export type PersonConsent = ConsentStatement & Pick<Consent, 'kind' | 'channel' | 'shop'> & { readonly source: 'customer' | 'order' | 'subscriber' };

/**
 * Everything one source account tells about one e-mail address. A contact is an address, never a card: records of other
 * addresses of the same card are not in here.
 */
export type Person = {
  /** Lower-cased and trimmed. */
  readonly address: string;
  readonly customers: readonly Seen<CustomerRecord>[];
  readonly subscribers: readonly Seen<SubscriberRecord>[];
  readonly orders: readonly Seen<OrderRecord>[];
  readonly consents: readonly PersonConsent[];
  /** Orders that lead here and are none on the route any more, with the reason, by external id; absent: none. */
  readonly refused?: ReadonlyMap<string, ExclusionReason>;
};

/** Products by the id order lines carry; null: not stored. */
export type ProductLookup = (productId: string) => ProductRecord | null;
