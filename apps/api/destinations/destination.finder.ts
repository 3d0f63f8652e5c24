import { IsNull, type EntityManager } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import type { DestinationOwner } from '#libs/temporal/search-attributes.js';
import { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { notFound } from '../http/problems.js';

/** @throws ApiProblem 404 for an unknown, deleted or foreign id. `lock`: the row is held until the transaction ends. */
export async function findDestination(manager: EntityManager, workspaceId: string, id: string, lock = false): Promise<DestinationEntity> {
  if (!isId(id)) throw notFound();
  const found = await manager.findOne(DestinationEntity, {
    where: { id, workspaceId, deletedAt: IsNull() },
    ...(lock ? { lock: { mode: 'pessimistic_write' as const } } : {}),
  });
  if (found === null) throw notFound();
  return found;
}

/** What the delivering flow is told about a destination. */
export function ownerOf(destination: DestinationEntity): DestinationOwner {
  return { workspaceId: destination.workspaceId, destinationId: destination.id, kind: destination.kind, code: destination.code };
}
