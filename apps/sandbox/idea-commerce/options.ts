/** What the simulated instance is like, and where the real behaviour is not known, how it behaves (A… = row of the table of assumptions of the IDEA Commerce sheet; the numbers are its sections). */

/** How "no value" is written (A20); `mixed`: by record and field, always the same for one of them. */
export type Nulls = 'null' | 'false' | 'empty' | 'missing' | 'mixed';

/** May be changed while the sandbox runs. */
export type Behaviour = {
  /** Default `mixed`. */
  readonly nulls: Nulls;
  /** Amounts, quantities and rates as numbers or as texts (14); `mixed`: texts in every fifth order. Default `mixed`. */
  readonly amounts: 'number' | 'text' | 'mixed';
  /** What naive times mean, in answers and in filters (7, question 7). Default UTC. */
  readonly dateZone: 'UTC' | 'Europe/Warsaw';
  /** `blank`: `2026-02-03 09:15:00` as in the schema's examples (6); `T`: as clients send it; `fraction`: as the database has it. Default `blank`. */
  readonly dateForm: 'blank' | 'T' | 'fraction';
  /** A zone in a filter's time: dropped as Odoo does when it writes the time as text, counted, or refused with 400. Unstated; default `dropped`. */
  readonly zonedFilter: 'dropped' | 'counted' | 'refused';
  /** Lower end of create_date_from and order_date_from, upper end of create_date_to (A8). Defaults inclusive, exclusive. */
  readonly dateFrom: 'inclusive' | 'exclusive';
  readonly dateTo: 'inclusive' | 'exclusive';
  /** A7. Default inclusive. */
  readonly idFrom: 'inclusive' | 'exclusive';
  /** A6. Default `odoo`. */
  readonly orderBy: 'odoo' | 'ignored';
  /** Order of orders nobody asked for. Unstated; default Odoo's own of `sale.order`: new ones come first, so pages shift. */
  readonly defaultOrder: 'date_order desc, id desc' | 'id desc' | 'id asc';
  /** Order of partners; they take no order_by (4). Unstated; default Odoo's own of `res.partner`: by name, so newcomers land in the middle. */
  readonly partnerOrder: 'name' | 'id';
  /** Which values the filters email and phone look at (A9). Default `all`. */
  readonly contactColumns: 'all' | 'partner' | 'delivery-invoice';
  /** A9; `ilike` = regardless of case, with `_` and `%` as placeholders, as Odoo's operator. Default `insensitive`. */
  readonly emailMatch: 'exact' | 'insensitive' | 'ilike';
  /** Default `exact`: the text as it was typed. */
  readonly phoneMatch: 'exact' | 'digits';
  /** A10. Default `repeated`. */
  readonly fields: 'repeated' | 'ignored';
  /** Largest page; not documented (2). null = none. Default 100. */
  readonly maxLimit: number | null;
  /** What happens to a larger one: cut without a word, or 422. Default `cut`. */
  readonly overLimit: 'cut' | 'refuse';
  /** Added to every total_count, which is not to be trusted alone (10). Default 0. */
  readonly totalShift: number;
  /** Status of a request without a token, and with a wrong one (A4). Defaults 403 (FastAPI's own) and 401. */
  readonly missingToken: 401 | 403;
  readonly wrongToken: 401 | 403;
  /** Generation of the 422 bodies; that of 2 also gives back what was sent. OpenAPI 3.1 (sheet's marks) speaks for 2; default 2. */
  readonly pydantic: 1 | 2;
  /** Where Allegro's buyer is named (question 4); `mixed`: sometimes in one field, sometimes in the other, now and then nowhere. Default `mixed`. */
  readonly allegroLogin: 'user' | 'integration' | 'mixed';
  /** `integration_type` of Allegro orders: `allegro`, or also `Allegro` (A12 lower-cases it). Default `mixed`. */
  readonly typeCase: 'lower' | 'mixed';
  /** The delivery charge is also a line (A16, question 6), known by its name or its SKU; `mixed`: in some orders. Default `mixed`. */
  readonly deliveryLine: 'no' | 'name' | 'sku' | 'mixed';
  /** Lists give no lines unless one order is asked for; seen with images of products only (8). Default true = lines are there. */
  readonly linesInLists: boolean;
  /** What `order_panel_url` leads to (question 9): the buyer's page, which lets in whoever has the link, or the panel of the staff. Default `buyer`. */
  readonly panelUrl: 'buyer' | 'staff';
  /** Whether PATCH honours a status (9). Default `ignored`. */
  readonly patchStatus: 'ignored' | 'honoured';
  /** Fields of rows nobody documented come now and then (A21). Default true. */
  readonly unknownFields: boolean;
  /** Whether a 429 of the rate limit says how long to wait (A23). Default true. */
  readonly retryAfter: boolean;
};

/** Somebody to sell to, e.g. to share a person with another shop; login and coded address (before the +) are those at Allegro. */
export type KnownPerson = { readonly email: string; readonly firstName: string; readonly lastName: string; readonly phone?: string; readonly company?: string; readonly nip?: string; readonly login?: string; readonly hash?: string };

export type Settings = Behaviour & {
  /** 0 = any free port. */
  readonly port: number;
  readonly seed: number;
  readonly token: string;
  /** Name of the instance, as in `{instance}.ideaerp.pl`. */
  readonly instance: string;
  /** Orders of the history. Default 250: three pages. */
  readonly orders: number;
  /** Partners who never bought. */
  readonly idlePartners: number;
  /** Last instant of the history (ISO 8601); never later than `now` at the start. Default: `now`. */
  readonly historyEnd: string | null;
  readonly historyDays: number;
  /** Real time in ms; the instance's clock is derived from it. */
  readonly now: () => number;
  readonly latencyMs: number;
  /** Requests in any 60 s; not documented (2). 0 = no limit. Default 300; A23 promises at most 120. */
  readonly ratePerMinute: number;
  /** People among the buyers of the history, and of later sales. */
  readonly people: readonly KnownPerson[];
};

export type IdeaCommerceSandboxOptions = Partial<Settings>;

/** Obviously invented. */
export const DEFAULT_TOKEN = 'invented-rest-api-token-of-the-sandbox';

const BEHAVIOUR: Behaviour = {
  nulls: 'mixed',
  amounts: 'mixed',
  dateZone: 'UTC',
  dateForm: 'blank',
  zonedFilter: 'dropped',
  dateFrom: 'inclusive',
  dateTo: 'exclusive',
  idFrom: 'inclusive',
  orderBy: 'odoo',
  defaultOrder: 'date_order desc, id desc',
  partnerOrder: 'name',
  contactColumns: 'all',
  emailMatch: 'insensitive',
  phoneMatch: 'exact',
  fields: 'repeated',
  maxLimit: 100,
  overLimit: 'cut',
  totalShift: 0,
  missingToken: 403,
  wrongToken: 401,
  pydantic: 2,
  allegroLogin: 'mixed',
  typeCase: 'mixed',
  deliveryLine: 'mixed',
  linesInLists: true,
  panelUrl: 'buyer',
  patchStatus: 'ignored',
  unknownFields: true,
  retryAfter: true,
};

/** Options with every default filled in. */
export function settingsOf(options: IdeaCommerceSandboxOptions): Settings {
  return {
    ...BEHAVIOUR,
    port: 0,
    seed: 1,
    token: DEFAULT_TOKEN,
    instance: 'wzorcowy',
    orders: 250,
    idlePartners: 25,
    historyEnd: null,
    historyDays: 90,
    now: Date.now,
    latencyMs: 0,
    ratePerMinute: 300,
    people: [],
    ...options,
  };
}
