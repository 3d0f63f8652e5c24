import type { DataSource } from 'typeorm';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';

type Wanted = { readonly integrationId: string } | { readonly runId: string };

const OWNER = `i.workspace_id as "workspaceId", i.id as "integrationId", i.platform, i.code`;
const BY = `i.deleted_at is null and i.id = coalesce($1::uuid, (select integration_id from run where id = $2::uuid))`;

/** Rows that an inbox flow could take now. */
export const INBOX_DUE = `exists (select 1 from inbox n where n.integration_id = i.id and n.part_id is null and n.applied_at is null and (n.not_before is null or n.not_before <= now()))`;

function parameters(wanted: Wanted): [string | null, string | null] {
  return 'runId' in wanted ? [null, wanted.runId] : [wanted.integrationId, null];
}

/** The integration as its flows are labelled; null when it is deleted. */
export async function findOwner(dataSource: DataSource, wanted: Wanted): Promise<FlowOwner | null> {
  const [owner] = await dataSource.query<FlowOwner[]>(`select ${OWNER} from integration i where ${BY}`, parameters(wanted));
  return owner ?? null;
}

/** The integration when its inbox flow has something to do; null otherwise. */
export async function findDueInbox(dataSource: DataSource, wanted: Wanted): Promise<FlowOwner | null> {
  const [owner] = await dataSource.query<FlowOwner[]>(`select ${OWNER} from integration i where ${BY} and i.state = 'running' and ${INBOX_DUE}`, parameters(wanted));
  return owner ?? null;
}
