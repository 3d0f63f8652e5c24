/**
 * A stream's ledger. It adds up, always: read = written + unchanged + excluded + rejected.
 * `written` includes `reapplied`; unchanged = identical + older + duplicate.
 */
export type LedgerCounts = {
  readonly read: number;
  readonly written: number;
  readonly reapplied: number;
  readonly identical: number;
  readonly older: number;
  readonly duplicate: number;
  readonly excluded: number;
  readonly rejected: number;
};

export const EMPTY_LEDGER: LedgerCounts = { read: 0, written: 0, reapplied: 0, identical: 0, older: 0, duplicate: 0, excluded: 0, rejected: 0 };

export function addLedgers(a: LedgerCounts, b: LedgerCounts): LedgerCounts {
  return {
    read: a.read + b.read,
    written: a.written + b.written,
    reapplied: a.reapplied + b.reapplied,
    identical: a.identical + b.identical,
    older: a.older + b.older,
    duplicate: a.duplicate + b.duplicate,
    excluded: a.excluded + b.excluded,
    rejected: a.rejected + b.rejected,
  };
}

export function unchangedOf(ledger: LedgerCounts): number {
  return ledger.identical + ledger.older + ledger.duplicate;
}

/** True when every record read is accounted for exactly once. */
export function addsUp(ledger: LedgerCounts): boolean {
  return ledger.read === ledger.written + unchangedOf(ledger) + ledger.excluded + ledger.rejected && ledger.reapplied <= ledger.written;
}

/** What was added between two states of one ledger. */
export function subtractLedgers(after: LedgerCounts, before: LedgerCounts): LedgerCounts {
  return addLedgers(after, Object.fromEntries(Object.entries(before).map(([name, count]) => [name, -count])) as LedgerCounts);
}
