import type { DataSource } from 'typeorm';
import type { IntegrationState } from '#libs/domain/integration-state.js';
import type { RunState } from '#libs/domain/run-state.js';
import type { Desired, RunKind } from '#libs/domain/words.js';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import type { Observed } from '#workflows/names.js';

export type UnfinishedRun = FlowOwner & {
  readonly runId: string;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly desired: Desired;
  readonly integrationState: IntegrationState;
  readonly deleted: boolean;
  /** Longer in `queued` than a start takes. */
  readonly overdue: boolean;
};

export async function unfinishedRuns(dataSource: DataSource): Promise<readonly UnfinishedRun[]> {
  return dataSource.query<UnfinishedRun[]>(
    `select r.id as "runId", r.kind, r.state, r.desired, r.workspace_id as "workspaceId", r.integration_id as "integrationId", i.platform, i.code,
       i.state as "integrationState", i.deleted_at is not null as deleted, r.state = 'queued' and r.created_at < now() - interval '10 seconds' as overdue
     from run r join integration i on i.id = r.integration_id
     where r.state in ('queued', 'running', 'paused', 'waiting') order by r.id`,
  );
}

const BULK: ReadonlySet<RunKind> = new Set(['initial', 'reread', 'reapply']);
const AUTHENTICATION: ReadonlySet<string> = new Set(['credentials_rejected', 'permission_missing']);

export const isBulk = (run: UnfinishedRun): boolean => BULK.has(run.kind);

/** Flows that find their run through the integration have nothing to find while it does not run. */
export function mayStart(run: UnfinishedRun): boolean {
  return isBulk(run) || (run.integrationState === 'running' && run.desired === 'run');
}

/** True when the row itself shows that the flow has understood: then nobody needs to ask it. */
export function looksAgreed(run: UnfinishedRun): boolean {
  if (run.desired === 'pause') return run.state === 'paused';
  if (run.state === 'waiting') return run.integrationState === 'needs_authentication';
  return run.state !== 'paused';
}

/** True when the flow waits for something that has happened, or works on although it should not. */
export function differs(run: UnfinishedRun, observed: Observed): boolean {
  if (observed.desired !== run.desired) return true;
  return observed.waitingFor !== null && AUTHENTICATION.has(observed.waitingFor) && run.integrationState !== 'needs_authentication';
}
