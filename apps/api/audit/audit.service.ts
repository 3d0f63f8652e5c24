import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import { AuditEntity } from '#libs/persistence/entities/audit.entity.js';
import { actorOf, type Principal } from '../auth/principal.js';

export type AuditEntry = {
  /** `integration.start`: what was done, object kind first. */
  readonly action: string;
  readonly objectId: string;
  /** Ids, names of changed settings, counts; never values that may be secret or personal. */
  readonly detail?: JsonObject;
};

/** Writes who changed what, in the transaction of the change itself. */
@Injectable()
export class AuditService {
  async record(manager: EntityManager, principal: Principal, entry: AuditEntry): Promise<void> {
    await manager.insert(AuditEntity, {
      id: newId(),
      workspaceId: principal.workspaceId,
      actor: actorOf(principal),
      action: entry.action,
      objectKind: entry.action.slice(0, entry.action.indexOf('.')),
      objectId: entry.objectId,
      detail: entry.detail ?? {},
    });
  }
}
