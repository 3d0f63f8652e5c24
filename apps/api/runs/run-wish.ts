import type { EntityManager } from 'typeorm';
import { WAITING_TEXT } from '#libs/sync/waiting-text.js';
import type { Desired, RunKind } from '#libs/domain/words.js';

const PAUSED_TEXT = JSON.stringify({ code: 'paused', kind: 'paused', text: WAITING_TEXT.paused, fix: null, until: null });

/**
 * Writes what a person wants into runs and their unfinished parts; the fence of every page reads it, so nothing is
 * committed after this transaction. A paused run says so at once: with Temporal down nobody else could. Resuming never
 * revives a run that was stopped.
 */
async function wish(manager: EntityManager, condition: string, id: string, desired: Desired): Promise<RunKind[]> {
  const rows = await manager.query<{ kind: RunKind }[]>(
    `with changed as (
       update run set
         desired = $2,
         state = case
           when $2 = 'pause' then 'paused'
           when $2 = 'run' and state = 'paused' then case when started_at is null then 'queued' else 'running' end
           else state end,
         waiting = case
           when $2 = 'pause' then $3::jsonb
           when $2 = 'run' and state = 'paused' then null
           else waiting end
       where ${condition} and state in ('queued', 'running', 'paused', 'waiting') and desired <> 'stop'
       returning id, kind
     ), parts as (
       update part set desired = $2 where run_id in (select id from changed) and state = 'open'
     )
     select kind from changed`,
    [id, desired, PAUSED_TEXT],
  );
  return rows.map((row) => row.kind);
}

/** All unfinished runs of an integration. Returns the kinds of the runs that were told. */
export async function wishForIntegration(manager: EntityManager, integrationId: string, desired: Desired): Promise<RunKind[]> {
  return await wish(manager, 'integration_id = $1', integrationId, desired);
}

/**
 * Stop of an integration: what follows the shop ends, what a person started and did not finish is held, so that `start`
 * goes on from its place.
 */
export async function stopForIntegration(manager: EntityManager, integrationId: string): Promise<RunKind[]> {
  const held = await wish(manager, `kind in ('initial', 'reread', 'reapply') and integration_id = $1`, integrationId, 'pause');
  return [...held, ...(await wish(manager, `kind not in ('initial', 'reread', 'reapply') and integration_id = $1`, integrationId, 'stop'))];
}

/** One run. Empty when it has ended or was stopped already. */
export async function wishForRun(manager: EntityManager, runId: string, desired: Desired): Promise<RunKind[]> {
  return await wish(manager, 'id = $1', runId, desired);
}
