import type { ConsentChannel } from '../records.js';

/**
 * Whose consent counts where only persons who consented are sent. Named by the owner, never guessed: the consent to share order
 * data with cooperating services, a label the shop keeps on the client, or (only when picked) the newsletter approval.
 */
export type ConsentSource = 'orderConsent' | 'newsletterEmail' | `clientTag:${string}`;

/** Parts of a contact or of its events that an owner may leave out. */
export const RELAY_FIELDS = [
  'name', 'company', 'birthDate', 'phone', 'street', 'postcode', 'city', 'country', 'language',
  'orderDate', 'orderValue', 'orderPlace', 'products', 'productNames', 'orderDetails', 'categoryTags',
] as const;
export type RelayField = (typeof RELAY_FIELDS)[number];

/** Events a route may send. */
export const RELAY_EVENTS = ['PURCHASE', 'CANCELLATION', 'RETURN', 'CART'] as const;
export type RelayEvent = (typeof RELAY_EVENTS)[number];

/** An account orders come from at a platform that gathers them, and the integration of ours that reads that very shop. */
export type SourceMapping = {
  /** `OrderOrigin.type` and `OrderOrigin.account`. */
  readonly type: string;
  readonly account: string;
  readonly integrationId: string;
};

/** Which id of a good is sent: the product's, the variant's (the product's where there is none), or its SKU. */
export const PRODUCT_IDS = ['product', 'variant', 'sku'] as const;
export type ProductIdKind = (typeof PRODUCT_IDS)[number];

/**
 * Whether the e-mail of an order with a masked address is looked for in other orders with its phone number: `surname` only where
 * a surname agrees as well, `phone` without that, `off` not at all.
 */
export const EMAIL_BY_PHONE = ['surname', 'phone', 'off'] as const;
export type EmailByPhone = (typeof EMAIL_BY_PHONE)[number];

/** Options of a route as saved; every value is present. */
export type RouteOptions = {
  /** `consented`: only persons with the consent named by `consentSource`. `everyone`: also subscribers without an account. */
  readonly scope: 'consented' | 'everyone';
  /** Set where the scope asks for it. */
  readonly consentSource: ConsentSource | null;
  /** Shop of an account with several, by the platform's number: its consents, names and prices count. Null: the only one. */
  readonly shop: string | null;
  /** Language of product names and categories, by the platform's code. Null: the first the shop has. */
  readonly language: string | null;
  /** E-shop at the destination that product ids belong to. Null: not chosen yet. */
  readonly location: string | null;
  readonly leaveOut: readonly RelayField[];
  readonly events: readonly RelayEvent[];
  /** Newsletter consents that are carried over when somebody gives or takes them back. */
  readonly consents: readonly Exclude<ConsentChannel, 'any'>[];
  /** Tags of account holders and of subscribers without an account, literally. */
  readonly accountTag: string;
  readonly subscriberTag: string;
  /** One more tag on every contact of this route; null: none. */
  readonly commonTag: string | null;
  /** A tag that names where an order came from. */
  readonly sourceTag: boolean;
  /** Orders of shops (`OrderOrigin.type` is `shop`) are not sent: the shop itself is integrated with the destination. */
  readonly skipShopOrders: boolean;
  readonly productId: ProductIdKind;
  /** Accounts whose orders an integration of ours delivers to the same destination itself. */
  readonly sources: readonly SourceMapping[];
  readonly emailByPhone: EmailByPhone;
};

/** How the routes of a platform differ from those of a shop. */
export type RelayTraits = {
  /** Values options take when they are left out, where these are others than those of shops. */
  readonly defaults: Partial<RouteOptions>;
  /** Options that must be chosen. */
  readonly required: readonly (keyof RouteOptions)[];
  /** Options that mean nothing here; a value that differs from the default is refused. */
  readonly without: readonly (keyof RouteOptions)[];
};
