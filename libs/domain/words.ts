/**
 * The closed word lists of the service. Every other part (API, database, workflows, connectors) uses exactly these
 * values, so a word that is missing here does not exist anywhere.
 */

/** Kinds of source. */
export const PLATFORMS = ['prestashop', 'idosell', 'idea-commerce', 'baselinker', 'allegro'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Kinds of record a source can give. A stream carries one kind. */
export const RECORD_KINDS = ['customer', 'address', 'order', 'subscriber', 'product'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Names of streams; the plural of what they carry. */
export const STREAMS = ['customers', 'addresses', 'orders', 'subscribers', 'products'] as const;
export type StreamName = (typeof STREAMS)[number];

/** Why a stream is read. Each lane keeps its own cursor. */
export const LANES = ['backfill', 'delta', 'sweep', 'by-id', 'reapply', 'journal'] as const;
export type Lane = (typeof LANES)[number];

/** Kinds of run. `reread` and `reapply` are started by a person; `reconcile` is started by a sweep or the service itself. */
export const RUN_KINDS = ['initial', 'recurring', 'journal', 'webhook', 'replay', 'reconcile', 'reread', 'reapply'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** What a person wants of a run, a part or an integration; written to the database first, then signalled. */
export const DESIRED = ['run', 'pause', 'stop'] as const;
export type Desired = (typeof DESIRED)[number];

/** Roles of API keys, weakest first. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Types of workspace-defined custom fields. */
export const FIELD_TYPES = ['text', 'number', 'date'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** What an integration uses a custom field for. Only `id` excludes other integrations. */
export const FIELD_ROLES = ['id', 'last_order_date', 'allegro_login'] as const;
export type FieldRole = (typeof FIELD_ROLES)[number];

/** Where an inbox row comes from. */
export const INBOX_ORIGINS = ['webhook', 'journal', 'sweep', 'replay', 'dependent', 'reconcile'] as const;
export type InboxOrigin = (typeof INBOX_ORIGINS)[number];

/** Languages of every text a person reads. */
export const LANGUAGES = ['pl', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Localized = Readonly<Record<Language, string>>;

/** Values that survive a round trip through JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
