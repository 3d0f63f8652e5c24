import type { EntityManager } from 'typeorm';
import { workOf, type Asked, type PartWork, type Work } from './time-left.js';

/** How far a run has come, in requests, and how long it has worked on that. */
export type RunWork = { readonly work: Work | null; /** Seconds of work since it was planned; null before, and unless it is running. */ readonly seconds: number | null; readonly asked: Asked | null };

/** Complete runs have nothing left; the parts of all others are few enough to be looked at one by one. */
const PARTS = `
  select p.run_id as "runId", p.state, p.requests::float8 as requests, p.expected_requests::float8 as "expectedRequests", p.expected::float8 as expected,
    (p.read + p.swept)::float8 as read
  from part p join run r on r.id = p.run_id where r.id = any($1::uuid[]) and r.state not in ('complete', 'complete_with_rejects', 'queued', 'not_started')`;

/**
 * Time a run stood still tells nothing about its pace: paused, blocked, without credentials or without a worker. How long
 * that was is stored nowhere, but whole minutes in which its account was asked nothing are known. The last two minutes
 * always count as work, because counts are stored some seconds late; and where no minute is known at all, every minute does.
 */
const CLOCKS = `
  select r.id as "runId", extract(epoch from now() - r.planned_at)::float8 as elapsed, extract(epoch from now() - r.created_at)::float8 as "sinceOpened", r.requests::float8 as planning,
    greatest(0, extract(epoch from m.last - m.first)::float8 / 60) as minutes,
    count(u.minute) filter (where u.minute >= m.first and u.minute < m.last)::int as busy, count(u.minute)::int as known
  from run r join integration i on i.id = r.integration_id
    cross join lateral (select date_trunc('minute', r.planned_at) + interval '1 minute' as first, date_trunc('minute', now()) - interval '1 minute' as last) m
    left join budget_use u on u.account_key = i.account_key and u.minute >= date_trunc('minute', r.planned_at)
  where r.id = any($1::uuid[]) and r.state = 'running' and r.planned_at is not null group by 1, 2, 3, 4, 5`;

type Clock = { readonly runId: string; readonly elapsed: number; readonly sinceOpened: number; readonly planning: number; readonly minutes: number; readonly busy: number; readonly known: number };

const workedFor = ({ elapsed, minutes, busy, known }: Clock): number => (known === 0 ? elapsed : elapsed - 60 * (minutes - busy));

/** Of many runs in two statements. */
export async function worksOf(manager: EntityManager, runIds: readonly string[]): Promise<ReadonlyMap<string, RunWork>> {
  const parts = await manager.query<(PartWork & { readonly runId: string })[]>(PARTS, [runIds]);
  const clocks = await manager.query<Clock[]>(CLOCKS, [runIds]);
  const workOn = Map.groupBy(parts, (part) => part.runId);
  const clockOf = new Map(clocks.map((clock) => [clock.runId, clock]));
  return new Map(runIds.map((id): [string, RunWork] => {
    const [own, clock] = [workOn.get(id) ?? [], clockOf.get(id)];
    if (clock === undefined) return [id, { work: workOf(own), seconds: null, asked: null }];
    return [id, { work: workOf(own), seconds: workedFor(clock), asked: { requests: own.reduce((sum, part) => sum + part.requests, clock.planning), seconds: clock.sinceOpened } }];
  }));
}
