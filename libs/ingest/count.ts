import type { LedgerCounts } from '#libs/domain/ledger.js';
import type { IngestPage, PartProgress } from './page.js';
import type { Judged } from './prepare.js';

/** The progress behind a batch: absolute values, because the fence lets only one writer move the part. */
export function advance(
  progress: PartProgress,
  pages: readonly IngestPage[],
  outcome: { readonly unchanged: number; readonly duplicates: number; readonly judged: readonly Judged[]; readonly exclusiveFor: number },
): PartProgress {
  const tally = { new: 0, changed: 0, reapplied: 0, identical: 0, older: 0 };
  for (const copy of outcome.judged) tally[copy.verdict] += 1;
  const reasons: Record<string, number> = { ...progress.excludedReasons };
  let excluded = 0;
  let rejected = 0;
  for (const page of pages) {
    rejected += page.rejects.length;
    excluded += page.excluded.length;
    for (const entry of page.excluded) reasons[entry.reason] = (reasons[entry.reason] ?? 0) + 1;
  }
  const before = progress.counts;
  const read = pages.reduce((sum, page) => sum + page.records.length + page.rejects.length + page.excluded.length, 0);
  const counts: LedgerCounts = {
    read: before.read + read,
    written: before.written + tally.new + tally.changed + tally.reapplied,
    reapplied: before.reapplied + tally.reapplied,
    identical: before.identical + outcome.unchanged + tally.identical,
    older: before.older + tally.older,
    duplicate: before.duplicate + outcome.duplicates,
    excluded: before.excluded + excluded,
    rejected: before.rejected + rejected,
  };
  return {
    seq: progress.seq + 1,
    cursor: pages.at(-1)?.cursor ?? progress.cursor,
    counts,
    excludedReasons: reasons,
    pages: progress.pages + pages.length,
    swept: progress.swept,
    queued: progress.queued,
    exclusiveFor: outcome.exclusiveFor,
  };
}
