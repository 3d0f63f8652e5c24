/** How often the generator makes each kind of untidiness; 0 to 1, of the rows concerned. */
export type Shares = {
  /** Client rows of people who bought without an account. */
  readonly oneOff: number;
  /** Orders that came from Allegro. */
  readonly allegro: number;
  /** Orders merged into another one. */
  readonly joined: number;
  /** Orders that hold a set, listed by its components. */
  readonly bundles: number;
  /** Orders in EUR. */
  readonly foreignCurrency: number;
  /** Orders whose product list is missing or empty although they cost something. */
  readonly withoutProducts: number;
  /** Clients without `clientRegistrationDate`. */
  readonly undatedClients: number;
  /** Clients without `clientsLastModificationDate`; no window on that date finds them. */
  readonly withoutModification: number;
  readonly dirtyPhones: number;
  readonly firms: number;
  /** Accounts that buy at wholesale prices, settled net. */
  readonly wholesale: number;
  /** Orders whose goods go to somebody else's client. */
  readonly dropshipping: number;
  readonly pickupPoints: number;
  /** Accounts that agreed to the e-mail newsletter of a shop; half as many to SMS. */
  readonly consents: number;
};

/** Order of client rows, which the platform does not promise. */
export type ClientOrder = 'id-asc' | 'id-desc' | 'modified-desc';

/** Somebody to create as a registered client, e.g. to share a person with another shop. */
export type KnownPerson = { readonly email: string; readonly firstName: string; readonly lastName: string; readonly phone?: string };

export type IdoSellSandboxOptions = {
  /** 0 = any free port. */
  readonly port?: number;
  /** Rows in `clients`, one-off ones included. */
  readonly clients?: number;
  readonly orders?: number;
  /** Newsletter addresses without an account. */
  readonly subscribers?: number;
  readonly shops?: 1 | 2 | 3;
  readonly seed?: number;
  readonly key?: string;
  /** Real time in ms; the shop's clock is derived from it. */
  readonly now?: () => number;
  /** Last instant of the generated history (ISO 8601); never later than `now` at the start. */
  readonly historyEnd?: string;
  readonly historyDays?: number;
  readonly latencyMs?: number;
  /** Above it, in a moving window of 60 s, the answer is 429 with `Retry-After`. Absent = no limit. */
  readonly ratePerMinute?: number;
  /** How an unsent order shows its dispatch date. Absent = as the version does: 0 up to v5, null later. */
  readonly emptyDispatch?: 0 | null | '';
  /** Whether a consent change alone moves clientsLastModificationDate. Default false. */
  readonly consentMovesDate?: boolean;
  /** Leaving a list dates the entry of somebody without an account. Default false: it keeps the moment of joining (sheet section 4.3). */
  readonly leavingMovesDate?: boolean;
  /** Whether a change of a delivery address moves it. Default true. */
  readonly addressMovesDate?: boolean;
  /** Default `id-asc`. */
  readonly clientOrder?: ClientOrder;
  /** Granularity at which the client modification filter is applied. Default `datetime`. */
  readonly modificationGranularity?: 'datetime' | 'date';
  /** The platform ignores ordersBy. Default false. */
  readonly ignoreOrdersBy?: boolean;
  /** Order rows carry `emailProcessingConsent`. Default false: no field to read it from was found (sheet section 4.4b). */
  readonly orderConsent?: boolean;
  readonly shares?: Partial<Shares>;
  /** Registered clients in addition to `clients`. */
  readonly people?: readonly KnownPerson[];
};

/** Obviously invented; Base64 of `application1:…` as the panel makes them. */
export const DEFAULT_KEY = Buffer.from('application1:INVENTED-SECRET-OF-THE-SANDBOX').toString('base64');

export type Settings = Required<Omit<IdoSellSandboxOptions, 'ratePerMinute' | 'emptyDispatch' | 'shares'>> & {
  readonly ratePerMinute: number | null;
  readonly emptyDispatch: 0 | null | '' | 'by-version';
  readonly shares: Shares;
};

/** Options with every default filled in. */
export function settingsOf(options: IdoSellSandboxOptions): Settings {
  return {
    port: 0,
    clients: 200,
    orders: 500,
    subscribers: 40,
    shops: 1,
    seed: 1,
    key: DEFAULT_KEY,
    now: Date.now,
    historyEnd: '2026-10-31T12:00:00Z',
    historyDays: 1095,
    latencyMs: 0,
    consentMovesDate: false,
    leavingMovesDate: false,
    addressMovesDate: true,
    clientOrder: 'id-asc',
    modificationGranularity: 'datetime',
    ignoreOrdersBy: false,
    orderConsent: false,
    people: [],
    ...options,
    ratePerMinute: options.ratePerMinute ?? null,
    emptyDispatch: options.emptyDispatch === undefined ? 'by-version' : options.emptyDispatch,
    shares: {
      oneOff: 0.25,
      allegro: 0.12,
      joined: 0.012,
      bundles: 0.06,
      foreignCurrency: 0.06,
      withoutProducts: 0.01,
      undatedClients: 0.06,
      withoutModification: 0.03,
      dirtyPhones: 0.3,
      firms: 0.12,
      wholesale: 0.04,
      dropshipping: 0.015,
      pickupPoints: 0.35,
      consents: 0.45,
      ...options.shares,
    },
  };
}
