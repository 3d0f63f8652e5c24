import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
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
    const objectKind = entry.action.slice(0, entry.action.indexOf('.'));
    await manager.query(`insert into audit (id, workspace_id, actor, action, object_kind, object_id, detail) values ($1, $2, $3, $4, $5, $6, $7)`, [
      newId(),
      principal.workspaceId,
      actorOf(principal),
      entry.action,
      objectKind,
      entry.objectId,
      JSON.stringify(entry.detail ?? {}),
    ]);
  }
}
