import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { openDesk, type Desk } from '#libs/desk/desk.js';
import { isTransient } from '#libs/ingest/session.js';
import { AuditService, type AuditEntry } from '../audit/audit.service.js';
import { actorOf, type Principal } from '../auth/principal.js';
import { deskProblem } from './desk.problems.js';

/** What was done, and how the audit tells it; null leaves everything as it was: a preview. */
export type Done<T> = { readonly result: T; readonly audit: AuditEntry | null };

const TRIES = 3;

class Preview<T> extends Error {
  constructor(readonly result: T) {
    super('nothing is kept');
  }
}

/** Does what people decide about cards: one transaction, with its audit entry. */
@Injectable()
export class DeskService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** @throws ApiProblem as the desk refuses */
  async decide<T>(caller: Principal, work: (desk: Desk) => Promise<Done<T>>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(caller, work);
      } catch (error) {
        if (error instanceof Preview) return error.result as T;
        if (attempt >= TRIES || !isTransient(error)) throw deskProblem(error);
      }
    }
  }

  private async once<T>(caller: Principal, work: (desk: Desk) => Promise<Done<T>>): Promise<T> {
    return await this.dataSource.transaction(async (manager) => {
      const { result, audit } = await work(await openDesk(manager, caller.workspaceId, actorOf(caller)));
      if (audit === null) throw new Preview(result);
      await this.audit.record(manager, caller, audit);
      return result;
    });
  }
}
