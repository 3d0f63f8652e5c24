/** What a simulated account is like, and where the real behaviour is not documented, how it behaves. */

/** An e-shop of the account: a product catalog, or a feed, which has the same LOCATION (sheet section 5). */
export type Catalog = { readonly id: string; readonly name: string; readonly location: string; readonly currency: string; readonly setAsDefault?: boolean };

/** May be changed while the sandbox runs. */
export type Behaviour = {
  /** Users of the account; contacts belong to one or several of them. */
  readonly owners: readonly string[];
  readonly apiSecret: string;
  /** Every call is answered `Not authenticated` (sheet section 2). */
  readonly deactivated: boolean;
  /** `requestTime` must be milliseconds and at most five minutes off. Default false: stale and seconds are taken (sheet section 1). */
  readonly strictTime: boolean;
  /** Newest `contactExtEvents` a long contact shows; null = all. */
  readonly eventListCap: number | null;
  /** Whether `contactExtEvents` show `eventId`. Default false: the sheet (3.5) names six fields and no id. */
  readonly showEventIds: boolean;
  /** Status of a contact created without flags. Default `opted-out` (sheet section 3.3, inferred). */
  readonly newContacts: 'opted-out' | 'opted-in';
  /** What exceeds a limit of the sheet's 2 and 4.2. Default `refuse`. */
  readonly limits: 'refuse' | 'cut';
  /** `newEmail` that another contact has. Default `refuse`; `merge`: that contact takes tags, properties and events. */
  readonly newEmailConflict: 'refuse' | 'merge';
  /** What `""` does to a field that has a value. Default `clear`: unproven, and the answer that loses data (sheet section 3.3). */
  readonly emptyText: 'clear' | 'keep';
  /** By how much `createdAmount` of a batch of events lags behind (sheet section 4.1). Default 0. */
  readonly createdAmountLag: number;
  readonly userRows: 'texts' | 'objects';
  /** Whether status changes made through the API are called back as well: not said anywhere. Default false. */
  readonly apiChangesCallBack: boolean;
  /** Consents of the panel; a record that names another is refused (sheet section 3.2). */
  readonly consents: readonly string[];
  readonly v3Keys: readonly string[];
  /** `limits.max` of the catalog list. */
  readonly catalogLimit: number;
};

export type Settings = Behaviour & {
  readonly port: number;
  readonly seed: number;
  readonly now: () => number;
  readonly clientId: string;
  readonly catalogs: readonly Catalog[];
  /** From the answer of `batchupsertv2` to its first record, ms; null = until `runJobs`. Default 50. */
  readonly jobDelayMs: number | null;
  /** Between two records of a job, ms. Default 0. */
  readonly jobRecordMs: number;
  readonly latencyMs: number;
  /** Above it, in a moving window of 60 s, the answer is 429; null = no limit. */
  readonly ratePerMinute: number | null;
  /** Whether that 429 says when to come back. Default true. */
  readonly rateRetryAfter: boolean;
};

export type SalesmanagoSandboxOptions = Partial<Settings>;

/** Options with every default filled in; names and secrets are obviously invented. */
export function settingsOf(options: SalesmanagoSandboxOptions): Settings {
  return {
    port: 0,
    seed: 1,
    now: Date.now,
    clientId: 'sandboxaccount01',
    apiSecret: 'invented-secret-of-the-sandbox',
    owners: ['crm@sklep.example.pl'],
    deactivated: false,
    strictTime: false,
    v3Keys: ['InventedV3KeyOfTheSandbox'],
    catalogs: [{ id: '0b7c1d52-3f7e-4a55-9d55-0d6a5d3c1f01', name: 'Sklep', location: 'sklep_pl', currency: 'PLN', setAsDefault: true }],
    catalogLimit: 10,
    jobDelayMs: 50,
    jobRecordMs: 0,
    eventListCap: null,
    showEventIds: false,
    newContacts: 'opted-out',
    limits: 'refuse',
    newEmailConflict: 'refuse',
    emptyText: 'clear',
    createdAmountLag: 0,
    userRows: 'texts',
    apiChangesCallBack: false,
    consents: [],
    latencyMs: 0,
    ratePerMinute: null,
    rateRetryAfter: true,
    ...options,
  };
}
