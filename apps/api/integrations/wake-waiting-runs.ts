import type { EntityManager } from 'typeorm';
import type { RunKind } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import type { TemporalGateway } from '../temporal/temporal.gateway.js';
import { refOf } from './integration.finder.js';

/** Runs that waited for credentials or a right go on by themselves; the reconciler tells those that cannot be told now. */
export async function wakeWaitingRuns(manager: EntityManager, temporal: TemporalGateway, integration: IntegrationEntity): Promise<void> {
  const rows = await manager.query<{ kind: RunKind }[]>(`select kind from run where integration_id = $1 and state = 'waiting'`, [integration.id]);
  await Promise.all(rows.map((row) => temporal.wakeRun(refOf(integration), row.kind)));
}
