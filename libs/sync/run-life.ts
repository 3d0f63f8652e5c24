import type { EntityManager } from 'typeorm';
import type { FailureKind } from '#libs/domain/failure.js';
import type { RunState } from '#libs/domain/run-state.js';
import type { JsonObject, RunKind } from '#libs/domain/words.js';
import { addressRules } from '#libs/domain/email.js';
import { linkAllWaiting } from '#libs/ingest/link-waiting.js';
import type { PartContext } from '#libs/ingest/page.js';
import type { RunWish } from '#workflows/activities.js';
import type { Engine } from './engine.js';
import { queueUnknown } from './queue-unknown.js';
import { findFields, findIntegration, findRun, isEnded, type RunRow } from './rows.js';
import { WAITING_TEXT } from './waiting-text.js';

/** The last failure a part of the run has noted, when it is the one asked for: its words are better than general ones. */
async function notedFailure(engine: Engine, runId: string, code: string | null): Promise<JsonObject | null> {
  const [row] = await engine.dataSource.query<{ outcome: JsonObject }[]>(
    `select outcome from part where run_id = $1 and outcome is not null and ($2::text is null or outcome->>'code' = $2) order by updated_at desc limit 1`,
    [runId, code],
  );
  return row?.outcome ?? null;
}

/** Ends the waiting of inbox rows a batch had taken: they are due again later, unless a newer hint is waiting already. */
const RELEASE_INBOX = `with held as (select i.id, i.integration_id, i.stream, i.external_id, i.attempts from inbox i where i.part_id = any($1::uuid[]) and i.applied_at is null),
  superseded as (update inbox i set applied_at = now() from held h where i.id = h.id and exists (select 1 from inbox n
    where n.integration_id = h.integration_id and n.stream = h.stream and n.external_id = h.external_id and n.part_id is null and n.applied_at is null) returning i.id)
  update inbox i set part_id = null, not_before = case when $2 then now() + least(interval '6 hours', interval '1 minute' * power(2, least(h.attempts, 10))) end
  from held h where i.id = h.id and not exists (select 1 from superseded s where s.id = h.id)`;

/**
 * Of a batch that is left, what was read before is done, and the record it stopped at goes behind the others: one the platform
 * never answers for must not keep its batch from being read for ever.
 */
const SETTLE_BATCH = `with ids as (
    select x.id, x.place, coalesce((p.cursor->>'fetched')::int, 0) as fetched from part p, jsonb_array_elements_text(p.range->'ids') with ordinality as x(id, place)
    where p.id = $1 and p.lane = 'by-id'
  )
  update inbox i set applied_at = case when ids.place <= ids.fetched then now() end, attempts = i.attempts + case when ids.place > ids.fetched then 1 else 0 end
  from ids where i.part_id = $1 and i.applied_at is null and i.external_id = ids.id and ids.place <= ids.fetched + 1`;

/** Marks a part incomplete with the reason; its cursor stays, so that it can be read on later. */
export async function leavePart(engine: Engine, input: { readonly partId: string; readonly kind: FailureKind; readonly code: string }): Promise<void> {
  const reason = { kind: input.kind, code: input.code, text: WAITING_TEXT[input.kind] };
  await engine.dataSource.transaction(async (manager) => {
    await manager.query(`update part set state = 'incomplete', outcome = coalesce(outcome, $2::jsonb), updated_at = now() where id = $1 and state = 'open'`, [input.partId, JSON.stringify(reason)]);
    await manager.query(SETTLE_BATCH, [input.partId]);
    await manager.query(RELEASE_INBOX, [[input.partId], true]);
  });
}

export async function readWish(engine: Engine, runId: string): Promise<RunWish> {
  const [row] = await engine.dataSource.query<{ desired: RunWish['desired']; state: string }[]>(
    `select r.desired, i.state from run r join integration i on i.id = r.integration_id where r.id = $1`,
    [runId],
  );
  const ended = isEnded(await findRun(engine.dataSource, runId));
  return { desired: row?.desired ?? 'stop', ended, authenticated: row !== undefined && row.state !== 'needs_authentication' };
}

/** Credentials stopped working: shown on the integration, returning to the state before when new ones are accepted. */
async function needAuthentication(engine: Engine, run: RunRow, problem: JsonObject): Promise<void> {
  await engine.dataSource.query(
    `update integration set prior_state = case when state = 'needs_authentication' then prior_state else state end, state = 'needs_authentication', problem = $2::jsonb, updated_at = now()
     where id = $1 and state in ('running', 'paused', 'saved', 'stopped', 'authenticated', 'needs_authentication')`,
    [run.integration_id, JSON.stringify(problem)],
  );
}

/** Stores the reason of waiting and the state that goes with it; null: the run works. */
export async function noteWaiting(engine: Engine, input: { readonly runId: string; readonly kind: FailureKind | 'paused' | null; readonly code: string | null; readonly untilMs: number | null }): Promise<void> {
  const run = await findRun(engine.dataSource, input.runId);
  if (run === null || isEnded(run)) return;
  const state: RunState = input.kind === null ? 'running' : input.kind === 'paused' ? 'paused' : 'waiting';
  const noted = input.kind === null || input.kind === 'paused' ? null : await notedFailure(engine, run.id, input.code);
  const waiting = input.kind === null ? null : {
    code: input.code ?? input.kind, kind: input.kind, text: noted?.['text'] ?? WAITING_TEXT[input.kind], fix: noted?.['fix'] ?? null,
    until: input.untilMs === null ? null : new Date(input.untilMs).toISOString(),
  };
  await engine.dataSource.query(
    `update run set state = $2, waiting = $3::jsonb, started_at = coalesce(started_at, now()) where id = $1 and state in ('queued', 'running', 'paused', 'waiting')`,
    [run.id, state, waiting === null ? null : JSON.stringify(waiting)],
  );
  if (input.kind === 'credentials_rejected' || input.kind === 'permission_missing') await needAuthentication(engine, run, waiting as JsonObject);
}

/** Runs that read the shop; one that applied the inbox must not fill it again, or it would never be empty. */
const READS_THE_SHOP: ReadonlySet<RunKind> = new Set(['initial', 'reread', 'recurring', 'journal']);

async function linkLate(engine: Engine, run: RunRow): Promise<void> {
  const integration = await findIntegration(engine.dataSource, run.integration_id);
  if (integration === null) return;
  const context: PartContext = {
    workspaceId: run.workspace_id, integrationId: integration.id, runId: run.id, partId: run.id, stream: 'orders', kind: 'order', lane: 'backfill', epoch: run.epoch,
    settingsVersion: integration.settings_version, appliedWith: '', trustedTime: true, addresses: addressRules(integration.generic, integration.allegro_domains),
    fields: await findFields(engine.dataSource, integration.id), range: {}, askable: new Set(), sweepDigest: () => null,
  };
  await linkAllWaiting(engine.dataSource, context);
}

const END_RUN = `with parts as (
    select coalesce(bool_or(state = 'open'), false) as open, coalesce(bool_or(state = 'incomplete'), false) as incomplete,
      coalesce(sum(rejected), 0) as rejected, coalesce(sum(written), 0) as written,
      jsonb_agg(jsonb_build_object('stream', stream, 'lane', lane, 'range', range, 'cursor', cursor, 'reason', outcome)) filter (where state = 'incomplete') as places
    from part where run_id = $1
  ), ended as (
    update run r set ended_at = now(), waiting = null, outcome = case when p.incomplete then jsonb_build_object('places', p.places) end,
      state = case when r.desired = 'stop' then 'cancelled' when p.incomplete then 'incomplete' when p.rejected > 0 then 'complete_with_rejects' else 'complete' end
    from parts p where r.id = $1 and r.state in ('queued', 'running', 'paused', 'waiting') and (r.desired = 'stop' or (r.planned_at is not null and not p.open))
    returning r.state, r.integration_id, p.written
  ), shown as (
    update integration i set last_success_at = case when e.state in ('complete', 'complete_with_rejects') then now() else i.last_success_at end,
      last_record_at = case when e.written > 0 then now() else i.last_record_at end from ended e where i.id = e.integration_id
  ), stopped as (
    update part set desired = 'stop' from ended e where part.run_id = $1 and part.state = 'open' and e.state = 'cancelled'
  ) select e.state, i.platform from ended e join integration i on i.id = e.integration_id`;

/** Rejects without an id are closed by a whole pass over their stream that did not meet them again. */
const CLOSE_NAMELESS = `update reject j set closed_at = now(), closed_by = 'run:' || r.id
  from run r where r.id = $1 and r.kind in ('initial', 'reread') and r.request->>'since' is null and r.request->>'until' is null
    and j.integration_id = r.integration_id and j.closed_at is null and j.external_id like 'page:%' and j.seen_at < r.created_at
    and exists (select 1 from part p where p.run_id = r.id and p.stream = j.stream and p.lane = 'backfill')`;

/**
 * Closes the run with the state its parts and rejects give, in one statement that tests the state it found; repeating it
 * changes nothing. A stop closes it as cancelled.
 */
export async function finishRun(engine: Engine, runId: string): Promise<{ readonly state: RunState }> {
  const run = await findRun(engine.dataSource, runId);
  if (run === null) return { state: 'cancelled' };
  if (isEnded(run)) return { state: run.state };
  if (run.desired !== 'stop') {
    await linkLate(engine, run);
    if (READS_THE_SHOP.has(run.kind)) await queueUnknown(engine, run);
  }
  engine.failpoint?.('run-finishing');
  // One transaction: nobody looks at an ended run again, so a process that dies here must not leave half of its end.
  const row = await engine.dataSource.transaction(async (manager) => {
    const [ended] = await manager.query<{ state: RunState; platform: string }[]>(END_RUN, [runId]);
    if (ended?.state === 'cancelled') await releaseBatches(manager, runId);
    if (ended?.state.startsWith('complete') === true) await manager.query(CLOSE_NAMELESS, [runId]);
    return ended;
  });
  if (row !== undefined) engine.observer?.runEnded({ platform: row.platform, kind: run.kind, state: row.state });
  return { state: row?.state ?? (await findRun(engine.dataSource, runId))?.state ?? 'cancelled' };
}

/** A run that ended before its batches were applied gives their rows back: what was asked for must not be forgotten. */
async function releaseBatches(manager: EntityManager, runId: string): Promise<void> {
  const parts = await manager.query<{ id: string }[]>(`select id from part where run_id = $1 and lane = 'by-id' and state <> 'done'`, [runId]);
  if (parts.length > 0) await manager.query(RELEASE_INBOX, [parts.map((part) => part.id), false]);
}

/** Closes the run as failed; its parts keep their cursors and counts. */
export async function failRun(engine: Engine, input: { readonly runId: string; readonly kind: FailureKind; readonly code: string }): Promise<void> {
  const noted = await notedFailure(engine, input.runId, input.code);
  const outcome = noted ?? { kind: input.kind, code: input.code, text: WAITING_TEXT[input.kind] };
  await engine.dataSource.transaction(async (manager) => {
    await manager.query(
      `update run set state = 'failed', ended_at = now(), waiting = null, outcome = $2::jsonb where id = $1 and state in ('queued', 'running', 'paused', 'waiting')`,
      [input.runId, JSON.stringify(outcome)],
    );
    await releaseBatches(manager, input.runId);
  });
}
