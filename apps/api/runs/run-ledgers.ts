import type { EntityManager } from 'typeorm';
import { addLedgers, EMPTY_LEDGER, unchangedOf, type LedgerCounts } from '#libs/domain/ledger.js';
import type { LedgerView, StreamLedgerView } from './run.schemas.js';

/** Sums of one stream's parts in a run. */
type StreamSums = Omit<LedgerCounts, never> & {
  readonly runId: string;
  readonly stream: string;
  readonly pages: number;
  readonly swept: number;
  readonly queued: number;
  readonly requests: number;
  /** Null when any part does not know its size. */
  readonly expected: number | null;
  readonly open: number;
  readonly done: number;
  readonly incomplete: number;
  readonly reasons: Record<string, number>;
};

export type RunLedgers = {
  readonly streams: Record<string, StreamLedgerView>;
  readonly total: LedgerView;
  readonly expected: number | null;
  /** Sent to read parts; planning is counted with the run. */
  readonly requests: number;
};

const COUNTS = ['read', 'written', 'reapplied', 'identical', 'older', 'duplicate', 'excluded', 'rejected', 'pages', 'swept', 'queued', 'requests'];
const SUMS = `
  with reasons as (
    select run_id, stream, jsonb_object_agg(reason, n) as reasons from (
      select p.run_id, p.stream, e.key as reason, sum(e.value::bigint) as n
      from part p, jsonb_each_text(p.excluded_reasons) e where p.run_id = any($1::uuid[]) group by 1, 2, 3
    ) counted group by 1, 2
  )
  select p.run_id as "runId", p.stream, ${COUNTS.map((name) => `sum(p.${name})::float8 as ${name}`).join(', ')},
    case when bool_and(p.expected is not null or p.state = 'done') then sum(coalesce(p.expected, p.read))::float8 end as expected,
    count(*) filter (where p.state = 'open')::int as open, count(*) filter (where p.state = 'done')::int as done,
    count(*) filter (where p.state = 'incomplete')::int as incomplete, coalesce(max(r.reasons::text), '{}')::jsonb as reasons
  from part p left join reasons r on r.run_id = p.run_id and r.stream = p.stream
  where p.run_id = any($1::uuid[]) group by 1, 2 order by min(p.ordinal)`;

const ledgerView = (ledger: LedgerCounts): LedgerView => ({
  read: ledger.read,
  written: ledger.written,
  reapplied: ledger.reapplied,
  unchanged: unchangedOf(ledger),
  identical: ledger.identical,
  older: ledger.older,
  duplicate: ledger.duplicate,
  excluded: ledger.excluded,
  rejected: ledger.rejected,
});

/** Per cent with one decimal; 100 is kept for what is really done. */
export function percentOf(done: number, expected: number | null, finished: boolean): number | null {
  if (finished) return 100;
  if (expected === null) return null;
  if (expected === 0) return 0;
  return Math.min(99.9, Math.round((done / expected) * 1_000) / 10);
}

function streamView(sums: StreamSums): StreamLedgerView {
  return {
    ...ledgerView(sums),
    excludedReasons: sums.reasons,
    swept: sums.swept,
    queued: sums.queued,
    pages: sums.pages,
    requests: sums.requests,
    expected: sums.expected,
    percent: percentOf(sums.read, sums.expected, sums.open === 0 && sums.incomplete === 0),
    parts: { open: sums.open, done: sums.done, incomplete: sums.incomplete },
  };
}

function runLedgers(streams: readonly StreamSums[]): RunLedgers {
  const known = streams.length > 0 && streams.every((sums) => sums.expected !== null);
  return {
    streams: Object.fromEntries(streams.map((sums) => [sums.stream, streamView(sums)])),
    total: ledgerView(streams.reduce<LedgerCounts>(addLedgers, EMPTY_LEDGER)),
    expected: known ? streams.reduce((sum, sums) => sum + (sums.expected ?? 0), 0) : null,
    requests: streams.reduce((sum, sums) => sum + sums.requests, 0),
  };
}

/** Ledgers of many runs in one statement. Counts live in the part rows; everything else is a sum of them. */
export async function ledgersOf(manager: EntityManager, runIds: readonly string[]): Promise<ReadonlyMap<string, RunLedgers>> {
  const rows = await manager.query<StreamSums[]>(SUMS, [runIds]);
  return new Map(runIds.map((id) => [id, runLedgers(rows.filter((row) => row.runId === id))]));
}
