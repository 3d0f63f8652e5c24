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
};
