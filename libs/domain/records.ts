/**
 * Neutral records: what every connector makes of its platform's rows, and the only thing ingest knows.
 * They hold codes, never names of statuses or countries (those come from the dictionary when a card is read), and never
 * password hashes, tokens or secret links. A mapper builds fields always in the order declared here and sorts lists by id,
 * because the JSON text of the record is what is hashed.
 */

/** A moment at the source. `local` is the shop's own text where the platform gives local time without a zone. */
export type SourceMoment = { readonly utc: string; readonly local?: string };

/** One address of a customer that has no record of its own: the platform gives a customer's addresses as a list. */
export type ListedAddress = { readonly id: string; readonly label: string | null; readonly address: PostalAddress };

/** Money as the platform wrote it: decimal text, and the platform's currency reference resolved through the dictionary. */
export type MoneyText = string;

export type PostalAddress = {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly taxNumber: string | null;
  readonly street: string | null;
  readonly street2: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  /** Platform's country reference, key of the `country` dictionary; an ISO code where the platform gives one. */
  readonly country: string | null;
  /** As typed by a person; normalised only for identity hints. */
  readonly phones: readonly string[];
};

/** How a person is reached; `any` where the consent is not about a channel. */
export const CONSENT_CHANNELS = ['email', 'sms', 'any'] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/**
 * What was agreed to. Kinds are never mixed: a newsletter approval says nothing about sharing order data with services that
 * cooperate with the shop, and the other way round.
 */
export const CONSENT_KINDS = ['newsletter', 'data_sharing'] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** `refused` is what the source says, not what it leaves out: an entry that is absent is no statement at all. */
export const CONSENT_STATES = ['granted', 'refused'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

export type Consent = {
  /** The shop of a multi-shop account it was given to; null where there is only one. */
  readonly shop: string | null;
  readonly channel: ConsentChannel;
  readonly kind: ConsentKind;
  readonly state: ConsentState;
  /** When it was given or taken back, where the source tells. */
  readonly changedAt: SourceMoment | null;
};

type RecordBase = {
  /** The platform's own id, as text. */
  readonly externalId: string;
  /** The shop inside a multi-shop account, null where there is only one. */
  readonly shop: string | null;
  /** IANA zone of the local times in this record; null when the platform gives absolute times. */
  readonly zone: string | null;
  readonly createdAt: SourceMoment | null;
  /** Last change according to the source. Part of the hash: the same content with a newer date is a newer version. */
  readonly updatedAt: SourceMoment | null;
};

export type CustomerRecord = RecordBase & {
  readonly kind: 'customer';
  /** `account`: a registered customer. `alias`: a guest row, one-off client or partner record; a person may have many. */
  readonly standing: 'account' | 'alias';
  /** As received; normalised only for identity. */
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly company: string | null;
  readonly taxNumber: string | null;
  readonly birthDate: string | null;
  readonly language: string | null;
  readonly phones: readonly string[];
  readonly active: boolean | null;
  readonly deleted: boolean;
  readonly newsletter: boolean | null;
  readonly partnerOffers: boolean | null;
  /** Billing address, where the platform keeps it in the customer. Absent, like the two below, where it does not. */
  readonly address?: PostalAddress | null;
  /** Further addresses, sorted by id. */
  readonly addresses?: readonly ListedAddress[];
  /** What the customer is on record for, sorted by channel, kind and shop. */
  readonly consents?: readonly Consent[];
  /** Labels the shop keeps on the customer, sorted; absent where they are not read. */
  readonly tags?: readonly string[];
};

export type AddressRecord = RecordBase & {
  readonly kind: 'address';
  readonly ownerId: string | null;
  readonly label: string | null;
  readonly address: PostalAddress;
  readonly deleted: boolean;
};

export type OrderLine = {
  readonly id: string;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly sku: string | null;
  readonly ean: string | null;
  readonly name: string;
  readonly quantity: string;
  readonly unitGross: MoneyText | null;
  readonly unitNet: MoneyText | null;
};

/** What an order tells about the marketplace it came from. */
export type Marketplace = {
  readonly name: 'allegro' | 'other';
  readonly login: string | null;
  /** Masked addresses as seen, full form kept. */
  readonly emails: readonly string[];
};

/** Where an order came from, on platforms that gather the orders of several shops and marketplaces. */
export type OrderOrigin = {
  /** The platform's word: `shop`, `allegro`, `personal`. */
  readonly type: string;
  /** Account of that type, by the platform's number; unique only together with the type. */
  readonly account: string;
  /** The number the order has there; null when the platform does not tell. */
  readonly number: string | null;
};

export type OrderRecord = RecordBase & {
  readonly kind: 'order';
  /** The number a buyer would quote. Not unique: one checkout may be split into several orders. */
  readonly reference: string;
  /** External id of the customer in the same integration. */
  readonly ownerId: string | null;
  readonly placedAt: SourceMoment | null;
  readonly status: string | null;
  /** Key of the `currency` dictionary, or an ISO code; null when the platform gave none. */
  readonly currency: string | null;
  readonly total: MoneyText | null;
  readonly paid: MoneyText | null;
  readonly shipping: MoneyText | null;
  readonly discount: MoneyText | null;
  readonly payment: string | null;
  readonly carrier: string | null;
  readonly waybill: string | null;
  /** Reference to an address record of the same integration … */
  readonly deliveryAddressId: string | null;
  readonly invoiceAddressId: string | null;
  /** … or the address itself where the platform puts it into the order. */
  readonly deliveryAddress: PostalAddress | null;
  readonly invoiceAddress: PostalAddress | null;
  /** The buyer as named in the order itself, where the platform does so. */
  readonly contact: { readonly email: string | null; readonly firstName: string | null; readonly lastName: string | null; readonly company: string | null; readonly phones: readonly string[] } | null;
  readonly marketplace: Marketplace | null;
  readonly note: string | null;
  readonly lines: readonly OrderLine[];
  /** The shop's own finer status, key of the `status` dictionary; absent where there is only one level. */
  readonly statusDetail?: string | null;
  /** Code of the pick-up point it goes to; the point's address is the delivery address. */
  readonly pickupPoint?: string | null;
  /** True when the order lives on in another one it was merged into: shown, but counted nowhere. */
  readonly merged?: boolean;
  /** Amounts in the shop's own currency when the order is in a foreign one. */
  readonly base?: { readonly currency: string | null; readonly total: MoneyText | null; readonly rate: string | null } | null;
  readonly consents?: readonly Consent[];
  /** Absent where a platform has orders of one shop only. */
  readonly origin?: OrderOrigin;
  /** False while the buyer has not finished it; absent where the platform has only finished ones. */
  readonly confirmed?: boolean;
  /** False for what was never bought (a draft, a cancelled order): it is no last order of anybody. Absent: every order counts. */
  readonly counts?: boolean;
  /** Another page about the order that the platform names itself, which may be the buyer's own; never one that lets in whoever has it. */
  readonly panelUrl?: string | null;
  /** True where a record of the owner adds nothing to what the order tells, and may never be read: the order then opens the card, and gives it the owner's number. */
  readonly speaksForOwner?: boolean;
};

/**
 * One address on one newsletter list of one shop, with or without an account behind it. With an account (`ownerId`) it
 * belongs to that customer's card; without one the e-mail alone leads to a card.
 */
export type SubscriberRecord = RecordBase & {
  readonly kind: 'subscriber';
  readonly ownerId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly consent: Consent;
};

/** How one shop shows a product in one of its languages. */
export type ProductOffer = {
  /** Null where the platform has only one shop. */
  readonly shop: string | null;
  /** The platform's language code; null where it has only one. */
  readonly language: string | null;
  readonly name: string;
  /** May hold HTML, as the shop owner wrote it. */
  readonly description: string | null;
  /** Absolute address of the product's page. */
  readonly url: string | null;
  /** Price to pay, gross. */
  readonly price: MoneyText | null;
  /** Price before a reduction; null when there is none. */
  readonly oldPrice: MoneyText | null;
  readonly currency: string | null;
  readonly available: boolean | null;
  /** One entry a place in the shop's categories, names from the top level down; empty when it is in none. */
  readonly categoryPaths: readonly (readonly string[])[];
};

/** A product as order lines name it; its id is the one lines carry. */
export type ProductRecord = RecordBase & {
  readonly kind: 'product';
  readonly sku: string | null;
  readonly brand: string | null;
  readonly imageUrl: string | null;
  readonly deleted: boolean;
  /** Sorted by shop and language. */
  readonly offers: readonly ProductOffer[];
};

export type NeutralRecord = CustomerRecord | AddressRecord | OrderRecord | SubscriberRecord | ProductRecord;
export type RecordOf<K extends NeutralRecord['kind']> = Extract<NeutralRecord, { kind: K }>;
