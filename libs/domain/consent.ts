import type { Consent, NeutralRecord } from './records.js';

/** What a record says about consents; empty for most. */
export function consentsOf(record: NeutralRecord): readonly Consent[] {
  if (record.kind === 'subscriber') return [record.consent];
  return record.kind === 'customer' || record.kind === 'order' ? (record.consents ?? []) : [];
}

/**
 * A statement about one person, shop, channel and kind. `observedMs` is when it was first seen in this state, ms since 1970.
 * `byAccount`: of a registered customer whose account is there, not of a list entry or a purchase without one. `silent`: an
 * account's row shows no consent and no date; nothing tells whether there ever was one.
 */
export type ConsentStatement = Pick<Consent, 'state'> & {
  readonly changedMs: number | null;
  readonly observedMs: number;
  readonly byAccount: boolean;
  readonly silent: boolean;
};

const decisive = (statement: ConsentStatement): number => statement.changedMs ?? statement.observedMs;

/**
 * What can count: where an account speaks, nobody else's yes does, however new; a no does, because in doubt nobody is written
 * to. A silent no speaks only against those: another account's statement was really made.
 */
function countingOf<S extends ConsentStatement>(statements: readonly S[]): readonly S[] {
  const counting = statements.some((one) => one.byAccount) ? statements.filter((one) => one.byAccount || one.state === 'refused') : statements;
  return counting.some((one) => one.byAccount && !one.silent) ? counting.filter((one) => !one.silent) : counting;
}

/**
 * The statement that counts among several about the same person, shop, channel and kind: of those that can, the newest one.
 * A statement without a date counts from when it was first seen, and of two equally old ones a refusal wins.
 */
export function latestStatement<S extends ConsentStatement>(statements: readonly S[]): S | null {
  const newer = (a: S, b: S): boolean => decisive(a) > decisive(b) || (decisive(a) === decisive(b) && a.state === 'refused' && b.state === 'granted');
  return countingOf(statements).reduce<S | null>((best, one) => (best === null || newer(one, best) ? one : best), null);
}
