import { IsNull, type EntityManager } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { notFound } from '../http/problems.js';

/** @throws ApiProblem 404 for an unknown, deleted or foreign id. `lock`: the row is held until the transaction ends. */
export async function findIntegration(manager: EntityManager, workspaceId: string, id: string, lock = false): Promise<IntegrationEntity> {
  if (!isId(id)) throw notFound();
  const found = await manager.findOne(IntegrationEntity, {
    where: { id, workspaceId, deletedAt: IsNull() },
    ...(lock ? { lock: { mode: 'pessimistic_write' as const } } : {}),
  });
  if (found === null) throw notFound();
  return found;
}

/** What workflows and schedules are told about an integration. */
export function refOf(integration: IntegrationEntity): FlowOwner {
  return { workspaceId: integration.workspaceId, integrationId: integration.id, platform: integration.platform, code: integration.code };
}
