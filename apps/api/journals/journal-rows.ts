import type { EntityManager } from 'typeorm';
import type { Desired, JsonObject } from '#libs/domain/words.js';
import type { RunState } from '#libs/domain/run-state.js';

/** The position, the clock it is compared with, and the run that follows now, if there is one. */
export type PlaceRow = {
  readonly nowMs: number;
  readonly cursor: JsonObject | null;
  readonly run: { readonly state: RunState; readonly desired: Desired; readonly waiting: JsonObject | null } | null;
};
export type DayRow = { readonly day: string; readonly looks: number; readonly entries: number; readonly records: number; readonly requests: number };
export type QueueRow = { readonly waiting: number; readonly oldestAt: Date | null };
export type PhoneRow = { readonly waiting: number; readonly done: number; readonly looks: number; readonly orders: number };
/** A part that closes a gap; one that was left has others of the same range that go on. */
export type GapPartRow = { readonly id: string; readonly state: 'open' | 'done' | 'incomplete'; readonly range: JsonObject; readonly outcome: JsonObject | null; readonly pages: number; readonly read: number; readonly written: number };

export type JournalRows = { readonly place: PlaceRow; readonly day: DayRow | null; readonly inbox: QueueRow; readonly phones: PhoneRow; readonly gapParts: readonly GapPartRow[] };

/** Shown for so long, ms. */
export const GAPS_MS = 30 * 86_400_000;

const PLACE = `select (extract(epoch from now()) * 1000)::float8 as "nowMs",
    (select cursor from lane where integration_id = $1 and lane = 'journal' and stream = $2) as cursor,
    (select jsonb_build_object('state', r.state, 'desired', r.desired, 'waiting', r.waiting) from run r
      where r.integration_id = $1 and r.kind = 'journal' and r.state in ('queued', 'running', 'paused', 'waiting') limit 1) as run`;

/** A day has a run more when it was stopped and started again. */
const DAY = `with days as (
    select p.range->>'day' as day, p.pages, p.swept, p.queued, p.requests from run r join part p on p.run_id = r.id and p.lane = 'journal'
    where r.integration_id = $1 and r.kind = 'journal' and r.created_at > now() - interval '32 days'
  ) select day, sum(pages)::int as looks, sum(swept)::int as entries, sum(queued)::int as records, sum(requests)::int as requests
  from days where day is not null group by day order by day desc limit 1`;

/** Those nobody has taken up, and those that are being read: each half has an index of its own. */
const INBOX = `select count(*)::int as waiting, min(received_at) as "oldestAt" from (
    select received_at from inbox where integration_id = $1 and part_id is null and applied_at is null
    union all select received_at from inbox where integration_id = $1 and part_id is not null and applied_at is null
  ) unapplied`;

const PHONES = `select count(*) filter (where state = 'due')::int as waiting, count(*) filter (where state = 'done')::int as done,
    coalesce(sum(looks), 0)::int as looks, coalesce(sum(hits), 0)::int as orders from phone_lookup where integration_id = $1`;

/** A scan is begun when its gap is known, so its run is never older than the end of its gap by more than a day. */
const GAP_PARTS = `select p.id, p.state, p.range, p.outcome, p.pages::int as pages, p.read::int as read, p.written::int as written
  from run r join part p on p.run_id = r.id and p.range ? 'gap'
  where r.integration_id = $1 and r.kind = 'journal' and r.created_at > now() - interval '32 days' order by p.created_at, p.ordinal`;

/** What is stored of a journal, in five statements. */
export async function journalRows(manager: EntityManager, integrationId: string, stream: string): Promise<JournalRows> {
  const one = async <Row>(sql: string, values: readonly unknown[] = [integrationId]): Promise<Row> => {
    const [row] = await manager.query<Row[]>(sql, [...values]);
    if (row === undefined) throw new Error('an aggregate gives a row');
    return row;
  };
  const [day] = await manager.query<DayRow[]>(DAY, [integrationId]);
  return {
    place: await one<PlaceRow>(PLACE, [integrationId, stream]),
    day: day ?? null,
    inbox: await one<QueueRow>(INBOX),
    phones: await one<PhoneRow>(PHONES),
    gapParts: await manager.query<GapPartRow[]>(GAP_PARTS, [integrationId]),
  };
}
