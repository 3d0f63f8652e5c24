import { Failure } from '#libs/domain/failure.js';
import type { JsonObject, Lane } from '#libs/domain/words.js';
import type { PartPlan, PlanInput, Stream } from '#libs/connectors/sdk/stream.js';
import type { Engine } from './engine.js';
import type { OpenAccount } from './open-account.js';
import { isOfOneQuestion, labelled, leftPart, type PlannedPart } from './planned-part.js';
import type { IntegrationRow } from './rows.js';

/** A lane whose turn it is. */
type Due = { readonly stream: Stream; readonly lane: 'delta' | 'sweep'; readonly plan: (signal: AbortSignal) => Promise<readonly PartPlan[]> };

async function savedCursor(engine: Engine, integrationId: string, stream: string, lane: Lane): Promise<{ cursor: JsonObject | null; finishedMs: number | null }> {
  const [row] = await engine.dataSource.query<{ cursor: JsonObject | null; finished_ms: number | null }[]>(
    `select cursor, (extract(epoch from finished_at) * 1000)::float8 as finished_ms from lane where integration_id = $1 and stream = $2 and lane = $3`,
    [integrationId, stream, lane],
  );
  return { cursor: row?.cursor ?? null, finishedMs: row?.finished_ms ?? null };
}

/** Changes first, in reading order; then what is swept because no date of the platform tells about it. */
async function dueLanes(engine: Engine, integration: IntegrationRow, streams: readonly Stream[]): Promise<Due[]> {
  const due: Due[] = [];
  const input = (saved: JsonObject | null): PlanInput => ({ saved, followedSinceMs: integration.followed_ms ?? engine.nowMs(), sinceMs: null });
  for (const stream of streams) {
    const { delta } = stream;
    if (delta === null) continue;
    const { cursor, finishedMs } = await savedCursor(engine, integration.id, stream.name, 'delta');
    // A tenth early is in time: schedules have jitter, and a pass left out is one whole interval.
    if (finishedMs !== null && engine.nowMs() - finishedMs < (delta.everyMs ?? 0) * 0.9) continue;
    due.push({ stream, lane: 'delta', plan: (signal) => delta.plan(input(cursor), signal) });
  }
  for (const stream of streams) {
    const { sweep } = stream;
    if (sweep === null) continue;
    const { cursor, finishedMs } = await savedCursor(engine, integration.id, stream.name, 'sweep');
    const turn = finishedMs === null ? engine.nowMs() - (integration.followed_ms ?? 0) >= sweep.everyMs : engine.nowMs() - finishedMs >= sweep.everyMs;
    if (turn) due.push({ stream, lane: 'sweep', plan: (signal) => sweep.plan(input(cursor), signal) });
  }
  return due;
}

/**
 * The failure instead of a plan, where others may still be planned. Asked twice: one lost answer must not bend a run.
 * @throws Failure what concerns the whole account
 */
async function tryPlan({ stream, lane, plan }: Due, signal: AbortSignal, again = false): Promise<PlannedPart[] | Failure> {
  try {
    return labelled(stream, lane, await plan(signal));
  } catch (error) {
    if (signal.aborted || !isOfOneQuestion(error)) throw error;
    return error.retryable && !again ? tryPlan({ stream, lane, plan }, signal, true) : error;
  }
}

/**
 * Plans each lane for itself: what one list needs and does not get must not keep the others from being followed.
 * @throws Failure what concerns the whole account, and what was told first when no lane could be planned
 */
export async function planRecurring(engine: Engine, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<PlannedPart[]> {
  const parts: PlannedPart[] = [];
  const failures: Failure[] = [];
  const due = await dueLanes(engine, integration, account.connector.streams);
  for (const one of due) {
    const planned = await tryPlan(one, signal);
    if (planned instanceof Failure) failures.push(planned);
    parts.push(...(planned instanceof Failure ? [leftPart(one.stream, one.lane, planned)] : planned));
  }
  const [first] = failures;
  // Nobody answers: the run waits and tries again, instead of ending with nothing read.
  if (first !== undefined && failures.length === due.length) throw first;
  for (const failure of failures) engine.observer?.failed(failure.kind);
  return parts;
}
