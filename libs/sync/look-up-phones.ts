import type { EntityManager } from 'typeorm';
import type { FindByPhone } from '#libs/connectors/sdk/connector.js';
import { Failure, isFailure } from '#libs/domain/failure.js';
import { newId } from '#libs/domain/ids.js';
import { QUEUE_DEPENDENTS } from '#libs/ingest/statements-steer.js';
import { WAKE_BY_PHONE } from '#libs/ingest/wake-searches.js';
import type { Engine } from './engine.js';
import { lockSearch } from './lock-search.js';
import { openAccount } from './open-account.js';
import { isOfOneQuestion } from './planned-part.js';
import { RequestMeter } from './request-meter.js';
import { findIntegration, findRun, isEnded, type RunRow } from './rows.js';
import { watchRun } from './watch-wish.js';

/** Phones in one call: a step stays short beside the journal, which goes first. */
const FEW = 5;
/** How long orders wait for the hits to be read, before what is there by then decides, ms. */
const HITS_MS = 60_000;

export type LookedUp = { readonly left: number; readonly waitMs: number };

const DUE = `select phone from phone_lookup where integration_id = $1 and state = 'due' order by asked_at, phone limit ${String(FEW)}`;
const LEFT = `select count(*)::int as count from phone_lookup where integration_id = $1 and state = 'due'`;
/** One the platform cannot answer about goes behind the others: it must not keep them from being asked about. */
const PUT_OFF = `update phone_lookup set asked_at = clock_timestamp() where integration_id = $1 and phone = $2 and state = 'due'`;
const DONE = `update phone_lookup set state = 'done', hits = $3, looks = looks + 1, looked_at = now() where integration_id = $1 and phone = $2 and state = 'due' returning phone`;

async function leftOf(engine: Engine, integrationId: string): Promise<number> {
  const [row] = await engine.dataSource.query<{ count: number }[]>(LEFT, [integrationId]);
  return row?.count ?? 0;
}

async function settle(db: EntityManager, engine: Engine, run: RunRow, phone: string, ids: readonly string[]): Promise<void> {
  await lockSearch(db, run.integration_id);
  // Another worker was first: it has told those who wait.
  const [done] = await db.query<[unknown[], number]>(DONE, [run.integration_id, phone, ids.length]);
  if (done.length === 0) return;
  const hits = [...new Set(ids)].sort().map((externalId) => ({ id: newId(), stream: 'orders', kind: 'order', external_id: externalId }));
  const queued = hits.length === 0 ? [] : await db.query<unknown[]>(`${QUEUE_DEPENDENTS.text} returning id`, [run.workspace_id, run.integration_id, JSON.stringify(hits)]);
  const until = queued.length === 0 ? null : new Date(engine.nowMs() + HITS_MS).toISOString();
  await db.query(WAKE_BY_PHONE.text, [run.integration_id, [phone], until]);
}

/** A failure is stored and logged: none that repeats the number leaves here. */
function discreet(error: unknown, phone: string): unknown {
  const failure = isFailure(error) ? error : null;
  const text = failure === null ? `${String(error)} ${error instanceof Error ? (error.stack ?? '') : ''}` : JSON.stringify([failure, failure.message, failure.detail, failure.context]);
  if (!text.replace(/[\s-]/gu, '').includes(phone.slice(-9))) return error;
  return new Failure({
    kind: failure?.kind ?? 'platform_defect', code: failure?.code ?? 'phone_look_up_failed', ...(failure === null || failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs }),
    message: { pl: 'Szukanie zamówień po numerze telefonu nie powiodło się.', en: 'Looking for orders by a phone number has failed.' },
  });
}

async function askAll(engine: Engine, run: RunRow, find: FindByPhone | undefined, phones: readonly string[], signal: AbortSignal): Promise<void> {
  for (const phone of phones) {
    if (signal.aborted) return;
    let ids: readonly string[] = [];
    try {
      ids = find === undefined ? [] : await find(phone, signal);
    } catch (error) {
      if (!signal.aborted && (!isFailure(error) || isOfOneQuestion(error))) await engine.dataSource.query(PUT_OFF, [run.integration_id, phone]);
      throw discreet(error, phone);
    }
    engine.failpoint?.('page-fetched');
    await engine.dataSource.transaction((manager) => settle(manager, engine, run, phone, ids));
    engine.failpoint?.('page-committed');
  }
}

/**
 * Asks the platform about the next phones orders wait for. Orders it finds that are not stored are asked for by id, and those that
 * wait are considered again; both in the transaction that marks the phone as done, so a killed process only asks once more.
 *
 * One phone costs 1 request, or 2 where the platform is asked in two forms, and reading n orders it finds costs n more: 1 + n, or
 * 2 + n, of the budget the journal shares.
 * @returns how many phones are left, and how long nothing may be asked
 * @throws Failure whatever the platform says, except waits; never with the number in it
 */
export async function lookUpPhones(engine: Engine, input: { readonly runId: string; readonly signal: AbortSignal }): Promise<LookedUp> {
  const run = await findRun(engine.dataSource, input.runId);
  const integration = run === null ? null : await findIntegration(engine.dataSource, run.integration_id);
  if (run === null || integration === null || isEnded(run) || run.desired !== 'run') return { left: 0, waitMs: 0 };
  const phones = (await engine.dataSource.query<{ phone: string }[]>(DUE, [integration.id])).map((row) => row.phone);
  if (phones.length === 0) return { left: 0, waitMs: 0 };
  const controller = new AbortController();
  const meter = new RequestMeter(engine.dataSource, { kind: 'run', id: run.id });
  const unwatch = watchRun(engine, run.id, input.signal, controller);
  let waitMs = 0;
  try {
    const account = await openAccount(engine, integration, { priority: 'recurring', meter });
    try {
      await askAll(engine, run, account.connector.findByPhone?.bind(account.connector), phones, controller.signal);
    } catch (error) {
      if (!(await account.isOutdated(error))) throw error;
    } finally {
      await account.close();
    }
  } catch (error) {
    if (input.signal.aborted) throw error;
    if (!controller.signal.aborted) {
      if (isFailure(error)) engine.observer?.failed(error.kind);
      if (!isFailure(error) || error.kind !== 'rate_limited') throw error;
      waitMs = error.retryAfterMs ?? engine.tuning.defaultBlockMs;
    }
  } finally {
    unwatch();
    await meter.flush();
  }
  engine.onWritten?.(integration.id);
  return { left: await leftOf(engine, integration.id), waitMs };
}
