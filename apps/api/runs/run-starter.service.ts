import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import type { JsonObject, RunKind } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { actorOf, type Principal } from '../auth/principal.js';
import { violates } from '../http/database-errors.js';
import { runUnfinished } from '../integrations/integration.problems.js';
import { refOf } from '../integrations/integration.finder.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';

export type NewRun = { readonly kind: RunKind; readonly request: JsonObject };

const NOT_STARTED = JSON.stringify({
  kind: 'platform_unavailable',
  code: 'temporal_unavailable',
  text: { pl: 'Nie uruchomiono: Temporal nie odpowiadał.', en: 'Not started: Temporal did not answer.' },
});

/** The unfinished run of a kind, if there is one. */
export async function unfinishedRun(manager: EntityManager, integrationId: string, kind: RunKind): Promise<string | null> {
  const [row] = await manager.query<{ id: string }[]>(
    `select id from run where integration_id = $1 and kind = $2 and state in ('queued', 'running', 'paused', 'waiting')`,
    [integrationId, kind],
  );
  return row?.id ?? null;
}

/** The row comes first, then the workflow: the unique key of unfinished runs decides who was first. */
@Injectable()
export class RunStarter {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
  ) {}

  /** Adds the row inside the caller's transaction. @throws ApiProblem 409 `run_unfinished` with the run's id */
  async insert(manager: EntityManager, caller: Principal, integration: IntegrationEntity, run: NewRun): Promise<string> {
    const other = await unfinishedRun(manager, integration.id, run.kind);
    if (other !== null) throw runUnfinished(other);
    const id = newId();
    try {
      await manager.query(
        `insert into run (id, workspace_id, integration_id, kind, state, request, epoch, requested_by) values ($1, $2, $3, $4, 'queued', $5, $6, $7)`,
        [id, integration.workspaceId, integration.id, run.kind, JSON.stringify(run.request), integration.epoch, actorOf(caller)],
      );
    } catch (thrown) {
      if (!violates(thrown, 'run_one_unfinished')) throw thrown;
      // Somebody else won between the look and the insert; this transaction is lost, so the look needs another session.
      throw runUnfinished((await unfinishedRun(this.dataSource.manager, integration.id, run.kind)) ?? id);
    }
    return id;
  }

  /** Starts the workflow of a stored run. @throws ApiProblem 503 after closing the row as `not_started` */
  async start(integration: IntegrationEntity, id: string, kind: RunKind): Promise<void> {
    try {
      await this.temporal.startRun(refOf(integration), { id, kind });
    } catch (thrown) {
      await this.dataSource.query(`update run set state = 'not_started', ended_at = now(), outcome = $2 where id = $1 and state = 'queued'`, [id, NOT_STARTED]);
      throw thrown;
    }
  }

  /** Like `start`, but leaves the row to the reconciler when Temporal is away; true when it was started now. */
  async tryStart(integration: IntegrationEntity, id: string, kind: RunKind): Promise<boolean> {
    try {
      await this.temporal.startRun(refOf(integration), { id, kind });
      return true;
    } catch {
      return false;
    }
  }
}
