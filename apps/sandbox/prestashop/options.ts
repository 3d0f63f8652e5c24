import type { ProfileName } from './profile.js';

/** Where the Allegro module leaves the buyer's login. */
export type AllegroLoginPlace = 'note' | 'payment' | 'address_other' | 'address_alias' | 'address_company' | 'gift_message' | 'message' | 'mixed';

/** How often the generator makes each kind of untidiness; 0 to 1, of the rows concerned. */
export type Shares = {
  /** Customer rows that are guests. */
  readonly guests: number;
  /** Guests that repeat an earlier e-mail, a guest's or an account's. */
  readonly sharedEmails: number;
  /** Orders that came from Allegro. */
  readonly allegro: number;
  /** Checkouts split into two orders with one reference. */
  readonly splitOrders: number;
  /** Orders in a foreign currency. */
  readonly foreignCurrency: number;
  /** Addresses with `deleted=1` that orders still refer to. */
  readonly deletedAddresses: number;
  /** Customers with `deleted=1`. */
  readonly softDeletedCustomers: number;
  /** Orders whose customer row is gone. */
  readonly orphanedOrders: number;
  /** Orders of the technical customer that inherits erased people's orders. */
  readonly anonymousOrders: number;
  /** Orders without any date. */
  readonly zeroDates: number;
  /** Rows stamped by a mass update with one and the same second. */
  readonly importTies: number;
  /** Orders and customers of the second shop, when there are two. */
  readonly secondShop: number;
};

export type PrestaShopSandboxOptions = {
  /** 0 = any free port. */
  readonly port?: number;
  readonly profile?: ProfileName;
  /** Rows in `customers`, the technical one included. */
  readonly customers?: number;
  readonly orders?: number;
  readonly seed?: number;
  readonly timezone?: string;
  /** Active languages: 1 Polish, 2 English. */
  readonly languages?: 1 | 2;
  readonly shops?: 1 | 2;
  /** Shops of the group see each other's customers or orders. */
  readonly shareCustomers?: boolean;
  readonly shareOrders?: boolean;
  readonly latencyMs?: number;
  readonly latencyPerRowMs?: number;
  /** Above it, in a moving window of 60 s, the hosting answers 429 with `Retry-After`. Absent = no limit. */
  readonly ratePerMinute?: number;
  /** 32 characters. */
  readonly key?: string;
  /** Rights beyond GET on the seven resources of the guide, as `{ languages: ['GET'] }`. */
  readonly rights?: Readonly<Record<string, readonly string[]>>;
  /** Real time in ms; the shop's clock is derived from it. */
  readonly now?: () => number;
  /** Last instant of the generated history (ISO 8601); never later than `now` at the start. */
  readonly historyEnd?: string;
  readonly historyDays?: number;
  readonly guests?: number;
  readonly allegroShare?: number;
  readonly shares?: Partial<Shares>;
  readonly allegroLogin?: AllegroLoginPlace;
  /** Longest request target in bytes; above it the web server answers 414 with HTML. */
  readonly maxUrlBytes?: number;
};

/** Obviously invented; the right length, which the webservice insists on. */
export const DEFAULT_KEY = 'INVENTEDKEYINVENTEDKEYINVENTED01';

export type Settings = Required<Omit<PrestaShopSandboxOptions, 'ratePerMinute' | 'guests' | 'allegroShare' | 'shares'>> & {
  readonly ratePerMinute: number | null;
  readonly shares: Shares;
};

/** Options with every default filled in. */
export function settingsOf(options: PrestaShopSandboxOptions): Settings {
  const profile = options.profile ?? '9.0';
  return {
    port: 0,
    customers: 200,
    orders: 500,
    seed: 1,
    timezone: 'Europe/Warsaw',
    languages: 1,
    shops: 1,
    shareCustomers: false,
    shareOrders: false,
    latencyMs: 0,
    latencyPerRowMs: 0,
    key: DEFAULT_KEY,
    rights: {},
    now: Date.now,
    historyEnd: '2026-10-31T12:00:00Z',
    historyDays: 1095,
    // 1.6 has no note on the order.
    allegroLogin: profile === '1.6' ? 'payment' : 'note',
    maxUrlBytes: 8190,
    ...options,
    profile,
    ratePerMinute: options.ratePerMinute ?? null,
    shares: {
      sharedEmails: 0.3,
      splitOrders: 0.02,
      foreignCurrency: 0.08,
      deletedAddresses: 0.03,
      softDeletedCustomers: 0.01,
      orphanedOrders: 0.006,
      anonymousOrders: 0.004,
      zeroDates: 0.002,
      importTies: 0.08,
      secondShop: 0.25,
      ...options.shares,
      guests: options.guests ?? options.shares?.guests ?? 0.2,
      allegro: options.allegroShare ?? options.shares?.allegro ?? 0.15,
    },
  };
}
