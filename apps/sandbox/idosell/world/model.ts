/** What the simulated panel keeps. Amounts are grosze or cents in whole numbers; rows of the API are built from these on demand. */
import type { Product } from './catalogue.js';
import type { Local } from './clock.js';

export type Channel = 'email' | 'sms';

/** State of one newsletter list for one person: `at` is the last joining or leaving, null = never touched. */
export type Consent = { readonly approved: boolean; readonly at: Local | null };

/** By shop id. */
export type Consents = Map<number, Consent>;

export type DamageKind = 'bad-date' | 'bad-total' | 'bad-type' | 'no-id';

export type Billing = {
  readonly firstName: string;
  readonly lastName: string;
  readonly firm: string;
  readonly nip: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
  readonly country: string;
  /** Mobile. */
  readonly phone1: string;
  readonly phone2: string;
};

export type DeliveryAddress = {
  readonly id: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly additional: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
  readonly country: string;
  readonly phone: string;
};

export type ClientKind = 'private' | 'male' | 'female' | 'firm';

export type Client = {
  readonly id: number;
  login: string;
  email: string;
  codeExternal: string;
  kind: ClientKind;
  /** Bought without an account. */
  readonly oneOff: boolean;
  registered: Local | null;
  modified: Local | null;
  billing: Billing;
  /** Date, or any spelling of none. */
  birth: string | null;
  lang: string;
  currency: string;
  wholesaler: boolean;
  /** Grosze. */
  credit: number;
  readonly consents: Readonly<Record<Channel, Consents>>;
  shops: readonly number[];
  addresses: DeliveryAddress[];
  /** Buyer of the marketplace. */
  readonly allegro: AllegroBuyer | null;
  /** Numbers orders: `login-3` is the third. */
  orderCount: number;
  lastPurchase: Local | null;
  /** Spoils this record in the clients list, and in the newsletter lists. */
  damage?: DamageKind;
  newsletterDamage?: DamageKind;
};

/** The hash is the same in every order at this seller, the part after + never. */
export type AllegroBuyer = { readonly hash: string; readonly login: string; readonly auctionId: string };

/** An address on a newsletter list without an account behind it. */
export type Subscriber = {
  readonly channel: Channel;
  readonly address: string;
  readonly lang: string;
  /** A one-off client with that address; null = only the address is known. */
  readonly clientId: number | null;
  readonly shops: Consents;
  damage?: DamageKind;
};

export type Line = {
  readonly product: Product;
  readonly sizeId: string;
  readonly quantity: number;
  /** Unit prices after rebates: in the order's currency and in the shop's. */
  readonly gross: number;
  readonly net: number;
  readonly baseGross: number;
  readonly baseNet: number;
  readonly bundle: { readonly id: number; readonly name: string; readonly hash: string } | null;
};

export type Prepaid = {
  readonly id: number;
  readonly added: Local;
  /** When the shop booked it; null = declared only. */
  booked: Local | null;
  readonly type: 'payment' | 'repayment';
  readonly formId: number;
  readonly formName: string;
  readonly value: number;
};

/** What somebody has put together and not ordered. `email`: typed by a visitor without an account. Prices are grosze. */
export type Basket = {
  readonly id: number;
  readonly shopId: number;
  readonly clientId: number | null;
  readonly email: string;
  readonly lines: readonly { readonly productId: number; readonly quantity: number; readonly price: number }[];
};

export type PickupPoint = { readonly internalId: number; readonly code: string; readonly street: string; readonly zip: string; readonly city: string };

export type OrderSource = {
  readonly type: string;
  readonly name: string;
  readonly typeId: number;
  readonly id: number;
  readonly service: string | null;
  externalId: string | null;
};

export type Account = { readonly clientId: number; readonly login: string; readonly email: string; readonly phone1: string; readonly phone2: string; readonly codeExternal: string };

export type Sharing = 'yes' | 'no' | 'disabled';

export type Order = {
  /** Serial number. */
  readonly id: number;
  readonly orderId: string;
  readonly type: 'n' | 'r' | 't' | 'p';
  readonly shopId: number;
  readonly account: Account;
  readonly endAccount: Account | null;
  readonly allegro: AllegroBuyer | null;
  readonly billing: Billing;
  delivery: DeliveryAddress;
  readonly point: PickupPoint | null;
  readonly payer: Billing | null;
  status: string;
  statusId: number;
  statusChanged: Local;
  readonly added: Local;
  changed: Local;
  dispatched: Local | null;
  readonly source: OrderSource;
  lines: readonly Line[];
  /** How the list of lines is withheld. */
  linesShown: 'yes' | 'absent' | 'empty';
  readonly currency: 'PLN' | 'EUR';
  readonly rate: number;
  readonly deliveryCost: number;
  readonly payformCost: number;
  readonly rebate: number;
  readonly worth: 'gross' | 'net';
  readonly payment: 'cash_on_delivery' | 'prepaid' | 'tradecredit';
  prepaids: Prepaid[];
  readonly invoice: 'n' | 'invoice' | 'e_invoice';
  readonly courier: { readonly id: number; readonly name: string };
  waybill: string;
  clientNote: string;
  courierNote: string;
  note: string;
  readonly discountCode: string | null;
  /** Consent to send data to cooperating services; `disabled`: the buyer was not asked. */
  sharing: Sharing;
  damage?: DamageKind;
};
