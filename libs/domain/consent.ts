import type { NeutralRecord, SourceMoment } from './records.js';

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

/** What a record says about consents; empty for most. */
export function consentsOf(record: NeutralRecord): readonly Consent[] {
  if (record.kind === 'subscriber') return [record.consent];
  return record.kind === 'customer' || record.kind === 'order' ? (record.consents ?? []) : [];
}

/** A stored statement: `observedMs` is when it was first seen in this state, ms since 1970. */
export type ConsentStatement = Pick<Consent, 'state'> & { readonly changedMs: number | null; readonly observedMs: number };

const decisive = (statement: ConsentStatement): number => statement.changedMs ?? statement.observedMs;

/**
 * The statement that counts among several about the same person, shop, channel and kind: the newest one. A statement without
 * a date counts from when it was first seen, and of two equally old ones a refusal wins: in doubt nobody is written to.
 */
export function latestStatement<S extends ConsentStatement>(statements: readonly S[]): S | null {
  const newer = (a: S, b: S): boolean => decisive(a) > decisive(b) || (decisive(a) === decisive(b) && a.state === 'refused' && b.state === 'granted');
  return statements.reduce<S | null>((best, one) => (best === null || newer(one, best) ? one : best), null);
}
