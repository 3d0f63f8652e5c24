import type { DataSource } from 'typeorm';
import type { Pushing } from '#libs/hooks/pushing.js';
import { LATE_NOW } from '#libs/hooks/late.js';
import { silentHooks } from '#libs/hooks/watch.js';
import type { Cause } from './rules.js';

const OWNER = `i.workspace_id as "workspaceId", i.id as "integrationId", i.name`;
/** Counts are kept by day: "since yesterday" is what they can tell of the last 24 hours. */
const SINCE_YESTERDAY = `c.day >= (now() at time zone 'utc')::date - 1`;

const OWNERS = `select ${OWNER}, i.id::text as subject from integration i where i.id = any($1::uuid[])`;

/** A deleted integration keeps its address for this: somebody has to take the webhooks out of the shop. */
const AFTER_STOP = `select ${OWNER}, i.id::text as subject,
    jsonb_build_object('lastAt', h.last_late_at, 'deleted', i.deleted_at is not null, 'late', coalesce((select sum(c.late) from hook_count c where c.integration_id = i.id and ${SINCE_YESTERDAY}), 0)) as detail
  from hook h join integration i on i.id = h.integration_id
  where ${LATE_NOW} and (i.deleted_at is not null or i.state = 'stopped')`;

/** Somebody tries every address once; a wrong format shows in a good part of what arrives. */
const LEAST_UNREADABLE = 5;
const LEAST_PERCENT = 5;

const UNREADABLE = `select ${OWNER}, i.id::text as subject, jsonb_build_object('integrationId', i.id, 'unreadable', sum(c.unreadable - c.old_unreadable), 'received', sum(c.received - c.old_received)) as detail
  from hook_count c join integration i on i.id = c.integration_id
  where ${SINCE_YESTERDAY} and i.deleted_at is null group by i.id
  having sum(c.unreadable - c.old_unreadable) >= ${String(LEAST_UNREADABLE)} and 100 * sum(c.unreadable - c.old_unreadable) >= ${String(LEAST_PERCENT)} * sum(c.received - c.old_received)`;

/** Webhooks came before, perhaps at an earlier address, and now only polling finds what changes. */
export async function silentWebhooks(dataSource: DataSource, platforms: readonly Pushing[]): Promise<readonly Cause[]> {
  const silent = await silentHooks(dataSource, platforms, null);
  if (silent.length === 0) return [];
  const owners = new Map((await dataSource.query<Omit<Cause, 'detail'>[]>(OWNERS, [silent.map((one) => one.integrationId)])).map((owner) => [owner.integrationId, owner]));
  return silent.flatMap(({ integrationId, since, renewed, missed }) => {
    const owner = owners.get(integrationId);
    return owner === undefined ? [] : [{ ...owner, detail: { integrationId, since: since.toISOString(), renewed, missed } }];
  });
}

/** The shop still sends although nobody takes it. */
export async function webhooksAfterStop(dataSource: DataSource): Promise<readonly Cause[]> {
  return await dataSource.query<Cause[]>(AFTER_STOP);
}

/** A good part of what arrives at the address is none of the shapes the platform sends. */
export async function unreadableWebhooks(dataSource: DataSource): Promise<readonly Cause[]> {
  return await dataSource.query<Cause[]>(UNREADABLE);
}
