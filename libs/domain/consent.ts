import type { Consent, NeutralRecord } from './records.js';

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
