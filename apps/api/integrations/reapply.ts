import type { EntityManager } from 'typeorm';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import type { Principal } from '../auth/principal.js';
import { unfinishedRun, type RunStarter } from '../runs/run-starter.service.js';

/**
 * The run that applies changed settings to what is stored; null when nothing is. One that is under way begins again: what
 * it has passed was applied with settings that hold no more.
 */
export async function queueReapply(manager: EntityManager, runs: RunStarter, caller: Principal, integration: IntegrationEntity): Promise<string | null> {
  const [stored] = await manager.query<unknown[]>(`select 1 from source_record where integration_id = $1 limit 1`, [integration.id]);
  if (stored === undefined) return null;
  const unfinished = await unfinishedRun(manager, integration.id, 'reapply');
  if (unfinished === null) return await runs.insert(manager, caller, integration, { kind: 'reapply', request: {} });
  const restarted = await manager.query<unknown[]>(`select 1 from run where id = $1 and state in ('queued', 'running', 'paused', 'waiting') for update`, [unfinished]);
  // It ended while we looked: its parts are nobody's any more.
  if (restarted.length === 0) return await runs.insert(manager, caller, integration, { kind: 'reapply', request: {} });
  await manager.query(`update part set state = 'open', cursor = null, seq = seq + 1, read = 0, written = 0, reapplied = 0, identical = 0, settings_version = $2, updated_at = now() where run_id = $1`, [unfinished, integration.settingsVersion]);
  return unfinished;
}
