import type { EntityManager } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { RunKind } from '#libs/domain/words.js';
import type { PartRef, RunPlan } from '#workflows/activities.js';
import { storeDictionary } from './dictionary.js';
import type { Engine } from './engine.js';
import { openAccount, type OpenAccount } from './open-account.js';
import { planJournal, rememberJournal } from './journal/plan-journal.js';
import { planRecurring } from './plan-recurring.js';
import { isOfOneQuestion, labelled, type PlannedPart } from './planned-part.js';
import { RequestMeter } from './request-meter.js';
import { watchRun } from './watch-wish.js';
import { findIntegration, findRun, isEnded, type IntegrationRow, type RunRow } from './rows.js';

/** Runs that go on with the names of codes that are stored. */
const FOLLOWING: ReadonlySet<RunKind> = new Set(['recurring', 'journal']);

const CLOSED = { status: 'closed', parts: [], concurrency: 1 } as const;

async function planBulk(engine: Engine, run: RunRow, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<PlannedPart[]> {
  const wanted = Array.isArray(run.request['streams']) ? (run.request['streams'] as string[]) : null;
  const since = run.request['since'];
  const sinceMs = typeof since === 'string' ? Date.parse(since) : null;
  const until = run.request['until'];
  const untilMs = typeof until === 'string' ? Date.parse(until) : null;
  const parts: PlannedPart[] = [];
  for (const stream of account.connector.streams) {
    if (wanted !== null && !wanted.includes(stream.name)) continue;
    if (run.kind === 'reapply') parts.push({ stream: stream.name, lane: 'reapply', range: {}, cursor: null, expected: null, requests: null, left: null });
    else parts.push(...labelled(stream, 'backfill', await stream.backfill.plan({ saved: null, followedSinceMs: integration.followed_ms ?? engine.nowMs(), sinceMs, untilMs }, signal)));
  }
  return parts;
}

async function planParts(engine: Engine, run: RunRow, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<PlannedPart[]> {
  if (run.kind === 'recurring') return planRecurring(engine, integration, account, signal);
  if (run.kind === 'journal') return planJournal(engine, integration, account, signal);
  if (run.kind === 'initial') await rememberJournal(engine, integration, account, signal);
  if (run.kind === 'initial' || run.kind === 'reread' || run.kind === 'reapply') return planBulk(engine, run, integration, account, signal);
  return [];
}

/**
 * Parts and the mark that the run is planned appear together, so that a run is planned once whoever dies in between. False:
 * settings were saved meanwhile, and the plan was made for the old ones.
 */
async function storeParts(manager: EntityManager, run: RunRow, settingsVersion: number, parts: readonly PlannedPart[]): Promise<boolean> {
  // Whoever saves settings locks this row first and then looks for open parts: these are there by then, or are not stored.
  const [now] = await manager.query<{ settings_version: number }[]>(`select settings_version from integration where id = $1 for share`, [run.integration_id]);
  if (now?.settings_version !== settingsVersion) return false;
  const taken = await manager.query<[unknown[], number]>(
    `update run set planned_at = now(), started_at = coalesce(started_at, now()), state = case when state = 'queued' then 'running' else state end
     where id = $1 and planned_at is null`,
    [run.id],
  );
  if (taken[1] === 0 || parts.length === 0) return true;
  const rows = parts.map((part, index) => ({ id: newId(), stream: part.stream, lane: part.lane, ordinal: index, range: part.range, cursor: part.cursor, expected: part.expected, requests: part.requests, state: part.left === null ? 'open' : 'incomplete', outcome: part.left }));
  await manager.query(
    `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, cursor, expected, expected_requests, state, outcome, settings_version, desired)
     select x.id, r.id, r.workspace_id, r.integration_id, x.stream, x.lane, x.ordinal, x.range, x.cursor, x.expected, x.requests, x.state, x.outcome, $3::int, r.desired
     from jsonb_to_recordset($2::jsonb) as x(id uuid, stream text, lane text, ordinal int, range jsonb, cursor jsonb, expected bigint, requests bigint, state text, outcome jsonb), run r where r.id = $1`,
    [run.id, JSON.stringify(rows), settingsVersion],
  );
  return true;
}

async function openParts(engine: Engine, runId: string): Promise<PartRef[]> {
  return engine.dataSource.query<PartRef[]>(`select id as "partId", stream, lane from part where run_id = $1 and state = 'open' order by ordinal`, [runId]);
}

/**
 * Reads the names of codes when it is time. Following goes on with the names that are stored: they are tried again with the
 * next run, while a change that is not followed is missing on a card.
 */
async function refreshDictionary(engine: Engine, run: RunRow, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<void> {
  const { dictionary_ms: readMs } = integration;
  if (run.kind === 'reapply' || (readMs !== null && engine.nowMs() - readMs < account.definition.info.dictionaryMs)) return;
  try {
    await storeDictionary(engine.dataSource, integration.id, await account.connector.dictionary(signal));
  } catch (error) {
    if (!FOLLOWING.has(run.kind) || readMs === null || signal.aborted || !isOfOneQuestion(error)) throw error;
    engine.observer?.failed(error.kind);
    engine.logger.warn({ integrationId: integration.id, code: error.code }, 'names of codes could not be read; following goes on with those stored');
  }
}

async function planOnce(engine: Engine, run: RunRow, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<boolean> {
  await refreshDictionary(engine, run, integration, account, signal);
  const parts = await planParts(engine, run, integration, account, signal);
  const stored = await engine.dataSource.transaction((manager) => storeParts(manager, run, integration.settings_version, parts));
  engine.failpoint?.('run-planned');
  return stored;
}

/**
 * Plans a run on the first call and lists its open parts on every call.
 * @throws Failure what the shop answered to the questions planning asks (dictionaries, highest ids, clock)
 */
export async function planRun(engine: Engine, runId: string, signal: AbortSignal = new AbortController().signal): Promise<RunPlan> {
  const tuning = { retryMs: engine.tuning.retryMs, unavailableMs: engine.tuning.unavailableMs, giveUpAfterMs: engine.tuning.giveUpAfterMs };
  const run = await findRun(engine.dataSource, runId);
  const integration = run === null ? null : await findIntegration(engine.dataSource, run.integration_id);
  if (run === null || isEnded(run) || integration === null) return { ...CLOSED, tuning };
  if (run.desired !== 'run') return { status: 'open', planned: run.planned_at !== null, parts: await openParts(engine, runId), concurrency: 1, tuning };
  const controller = new AbortController();
  const unwatch = watchRun(engine, runId, signal, controller);
  const meter = new RequestMeter(engine.dataSource, { kind: 'run', id: run.id });
  const account = await openAccount(engine, integration, { priority: 'recurring', meter });
  try {
    const planned = run.planned_at !== null || (await planOnce(engine, run, integration, account, controller.signal));
    // One more than may be asked at once: while one part is written or handed over, the next one asks.
    const concurrency = run.kind === 'reapply' ? 1 : 1 + Math.max(1, ...account.accounts.map((entry) => entry.maxInFlight));
    return { status: 'open', planned, parts: await openParts(engine, runId), concurrency, tuning };
  } catch (error) {
    if (!controller.signal.aborted || signal.aborted) throw error;
    return { status: 'open', planned: false, parts: [], concurrency: 1, tuning };
  } finally {
    unwatch();
    await account.close();
    await meter.flush();
  }
}
