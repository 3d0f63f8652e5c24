/** What the simulated account is like, and where the real behaviour is not documented, how it behaves (the numbers are sections of the BaseLinker sheet). */

/** Types of values as bodies of these years had them (4, type drift); `doc`: as in the documentation's sample; `strings`: as in its older one; `mixed`: another of them for every order. */
export type TypeDrift = '2018' | '2022' | 'current' | 'doc' | 'strings' | 'mixed';

/** May be changed while the sandbox runs. */
export type Behaviour = {
  /** Longest answer of getJournalList; not documented (3). Default null: none. */
  readonly journalCap: number | null;
  /** Default 3 days. */
  readonly journalKeepMs: number;
  /** Whether the entry with `last_log_id` comes again. Default true. */
  readonly journalInclusive: boolean;
  readonly logIdField: 'log_id' | 'id';
  /** Entry of a merge: by the order that went in with the result as its object, or the other way round. Both readings of section 3 are possible. Default `result-object`. */
  readonly mergeEntry: 'result-object' | 'removed-object';
  /** Whether the entry that links a split, copied or merged order comes before or after the new order's own. Default `after`. */
  readonly linkEntry: 'before' | 'after';
  /** By how much the later one of the two lags behind, ms. Default 0. */
  readonly linkDelayMs: number;
  /** Split, copied and merged orders keep the confirmation date of the first one, against what the documentation promises. Default false. */
  readonly derivedKeepDates: boolean;
  readonly typeDrift: TypeDrift;
  /** An empty map is `[]`, as PHP writes it. Default true. */
  readonly emptyMapAsArray: boolean;
  readonly productsAsObject: boolean;
  /** Entries of types nobody documented, and fields of rows nobody documented, come now and then. Default true. */
  readonly unknownLogTypes: boolean;
  readonly unknownFields: boolean;
  /** What getOrders says about an order that is not there (7). Default `empty`. */
  readonly deletedOrder: 'empty' | 'error';
  /** How the telephone is compared (5). `national` finds a query of bare digits, with or without +48; one with blanks finds nothing. */
  readonly phoneMatch: 'exact' | 'digits' | 'national';
  /** The last seven digits are enough: hits on strangers. Default false. */
  readonly phonePartial: boolean;
  /** Most rows of the look-ups by telephone and e-mail. Default null: all. */
  readonly lookupCap: number | null;
  /** `date_confirmed` of an unconfirmed order. Default `zero`: no filter by that date finds it. */
  readonly unconfirmedDate: 'zero' | 'date-add';
  /** Name of the parameter that adds the commission (4). */
  readonly commissionFlag: 'include_commissions' | 'include_commission_data' | 'with_commision';
  readonly badTokenCode: 'ERROR_BAD_TOKEN' | 'ERROR_AUTH_TOKEN';
  /** Calls during the block prolong it. Default true. */
  readonly prolongBlock: boolean;
  /** Local time of "token blocked until". */
  readonly blockZone: 'Europe/Warsaw' | 'UTC';
  /** So many calls during a block, and the whole account is blocked until the control opens it. Default null: never. */
  readonly accountBlockAfter: number | null;
};

/** Somebody to sell to, e.g. to share a person with another shop; the phone is text. */
export type KnownPerson = { readonly email: string; readonly firstName: string; readonly lastName: string; readonly phone?: string; readonly company?: string; readonly nip?: string };

export type Settings = Behaviour & {
  /** 0 = any free port. */
  readonly port: number;
  readonly seed: number;
  readonly token: string;
  /** Orders of the history. */
  readonly orders: number;
  /** Last instant of the history (ISO 8601); never later than `now` at the start. Default: `now`. */
  readonly historyEnd: string | null;
  readonly historyDays: number;
  /** So many more orders of the history were confirmed in one and the same second. Default 0. */
  readonly burst: number;
  readonly shops: 1 | 2;
  /** Real time in ms; the account's clock is derived from it. */
  readonly now: () => number;
  readonly latencyMs: number;
  /** Calls of the token in any 60 s; 0 = no limit. Default 100. */
  readonly ratePerMinute: number;
  readonly blockMs: number;
  readonly journalOn: boolean;
  /** People among the buyers of the history, and of later sales. */
  readonly people: readonly KnownPerson[];
};

export type BaselinkerSandboxOptions = Partial<Settings>;

/** Obviously invented, of the form the panel makes. */
export const DEFAULT_TOKEN = '9001-70001-INVENTEDTOKENOFTHESANDBOX';

/** Options with every default filled in. */
export function settingsOf(options: BaselinkerSandboxOptions): Settings {
  return {
    port: 0,
    seed: 1,
    token: DEFAULT_TOKEN,
    orders: 300,
    historyEnd: null,
    historyDays: 90,
    burst: 0,
    shops: 1,
    now: Date.now,
    latencyMs: 0,
    ratePerMinute: 100,
    blockMs: 600_000,
    journalOn: true,
    people: [],
    journalCap: null,
    journalKeepMs: 3 * 86_400_000,
    journalInclusive: true,
    logIdField: 'log_id',
    mergeEntry: 'result-object',
    linkEntry: 'after',
    linkDelayMs: 0,
    derivedKeepDates: false,
    typeDrift: 'current',
    emptyMapAsArray: true,
    productsAsObject: false,
    unknownLogTypes: true,
    unknownFields: true,
    deletedOrder: 'empty',
    phoneMatch: 'national',
    phonePartial: false,
    lookupCap: null,
    unconfirmedDate: 'zero',
    commissionFlag: 'include_commissions',
    badTokenCode: 'ERROR_BAD_TOKEN',
    prolongBlock: true,
    blockZone: 'Europe/Warsaw',
    accountBlockAfter: null,
    ...options,
  };
}
