import type { DataSource } from 'typeorm';
import type { Pushing } from '#libs/hooks/pushing.js';
import type { JsonObject } from '#libs/domain/words.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { destinationsToAuthenticate, failedDeliveries, stuckDeliveries } from './delivery-rules.js';
import type { AlertRule } from './texts.js';
import { silentWebhooks, unreadableWebhooks, webhooksAfterStop } from './webhook-rules.js';

/** A reason for an alert that holds now. One alert is open for each (workspace, rule, subject). */
export type Cause = { readonly workspaceId: string; readonly integrationId: string | null; readonly subject: string; readonly name: string; readonly detail: JsonObject };

const OWNER = `i.workspace_id as "workspaceId", i.id as "integrationId", i.name`;

const NEEDS_AUTHENTICATION = `select ${OWNER}, i.id::text as subject, jsonb_build_object('code', i.problem->>'code') as detail
  from integration i where i.deleted_at is null and i.state = 'needs_authentication'`;

/**
 * The last run of each kind fell short; a later one that did not is the end of it. Each day of a journal that does is told of by
 * itself, because no later one makes up for what it lost.
 */
const RUN_INCOMPLETE = `select ${OWNER}, i.id::text || ':' || r.kind || case when r.kind = 'journal' then ':' || r.id else '' end as subject,
    jsonb_build_object('runId', r.id, 'kind', r.kind, 'state', r.state) || coalesce(gap.told, '{}') as detail
  from integration i join (
    select distinct on (integration_id, kind) integration_id, kind, id, state, outcome from run
    where ended_at > now() - interval '30 days' and state not in ('cancelled', 'not_started') order by integration_id, kind, id desc
  ) r on r.integration_id = i.id
  left join lateral (
    select jsonb_build_object('gap', p->'reason'->'text', 'day', p->'range'->'day') as told
    from jsonb_array_elements(case jsonb_typeof(r.outcome->'places') when 'array' then r.outcome->'places' else '[]' end) p where p->'reason'->>'code' = 'journal_gap' limit 1
  ) gap on true
  where i.deleted_at is null and r.state in ('incomplete', 'failed')`;

/** The position says so with every look: a journal that tells again closes it. */
const JOURNAL_SILENT = `select ${OWNER}, i.id::text as subject, jsonb_build_object('integrationId', i.id, 'since', to_timestamp((l.cursor->>'silentSinceMs')::float8 / 1000)) as detail
  from lane l join integration i on i.id = l.integration_id
  where l.lane = 'journal' and jsonb_typeof(l.cursor->'silentSinceMs') = 'number' and i.deleted_at is null and i.state = 'running'`;

const OPEN_REJECTS = `select ${OWNER}, i.id::text as subject, jsonb_build_object('open', r.open) as detail
  from integration i join (select integration_id, count(*)::int as open from reject where closed_at is null group by integration_id) r on r.integration_id = i.id
  where i.deleted_at is null`;

/** Blocked for long, or again and again. Once told, it holds until the block is over, so that it does not come and go. */
const ACCOUNT_BLOCKED = `select b.key, b.blocked_until as until,
    b.blocked_until > now() + interval '10 minutes' or b.refusals >= 5 as long,
    exists (select 1 from alert a where a.rule = 'account_blocked' and a.closed_at is null and a.detail->>'account' = b.key) as told
  from budget_account b where b.blocked_until > now()`;

/**
 * Twice the longest silence of the last 30 days, a day at least. A shop that has not shown twenty pauses yet has no "usual",
 * and one whose reading does not succeed is silent for another reason.
 */
const SILENT_SHOP = `with quiet as (
    select i.* from integration i where i.deleted_at is null and i.state = 'running' and i.last_record_at < now() - interval '1 day' and i.last_success_at > i.last_record_at
  ), busy as (
    select r.integration_id, r.ended_at, r.ended_at - lag(r.ended_at) over (partition by r.integration_id order by r.ended_at) as pause
    from run r join quiet q on q.id = r.integration_id
    where r.ended_at > now() - interval '30 days' and exists (select 1 from part p where p.run_id = r.id and p.written > 0)
  ), usual as (select integration_id, max(pause) as longest from busy group by integration_id having count(pause) >= 20)
  select ${OWNER}, i.id::text as subject, jsonb_build_object('since', i.last_record_at, 'usualHours', round(extract(epoch from u.longest) / 3600)) as detail
  from quiet i join usual u on u.integration_id = i.id where now() - i.last_record_at > greatest(2 * u.longest, interval '1 day')`;

type Blocked = { readonly key: string; readonly until: Date; readonly long: boolean; readonly told: boolean };
type Account = { readonly workspaceId: string; readonly integrationId: string; readonly name: string; readonly platform: string; readonly accountKey: string };

/** Budget accounts belong to nobody: the integrations that use one are found by the hash of what the platform counts by. */
async function blockedAccounts(dataSource: DataSource): Promise<readonly Cause[]> {
  const blocked = new Map((await dataSource.query<Blocked[]>(ACCOUNT_BLOCKED)).filter((one) => one.long || one.told).map((one) => [one.key, one]));
  if (blocked.size === 0) return [];
  const accounts = await dataSource.query<Account[]>(
    `select ${OWNER}, i.platform, i.account_key as "accountKey" from integration i where i.deleted_at is null and i.account_key is not null`,
  );
  return accounts.flatMap(({ workspaceId, integrationId, name, platform, accountKey }) => {
    const found = blocked.get(accountKey) ?? blocked.get(hashAccount(platform, accountKey));
    return found === undefined ? [] : [{ workspaceId, integrationId, subject: integrationId, name, detail: { account: found.key, until: found.until.toISOString() } }];
  });
}

/** What holds now, by rule. `platforms`: those that send webhooks. */
export const RULES: Readonly<Record<AlertRule, (dataSource: DataSource, platforms: readonly Pushing[]) => Promise<readonly Cause[]>>> = {
  needs_authentication: (dataSource) => dataSource.query<Cause[]>(NEEDS_AUTHENTICATION),
  run_incomplete: (dataSource) => dataSource.query<Cause[]>(RUN_INCOMPLETE),
  open_rejects: (dataSource) => dataSource.query<Cause[]>(OPEN_REJECTS),
  account_blocked: blockedAccounts,
  silent_shop: (dataSource) => dataSource.query<Cause[]>(SILENT_SHOP),
  journal_silent: (dataSource) => dataSource.query<Cause[]>(JOURNAL_SILENT),
  webhooks_silent: silentWebhooks,
  webhooks_after_stop: webhooksAfterStop,
  webhooks_unreadable: unreadableWebhooks,
  destination_needs_authentication: destinationsToAuthenticate,
  deliveries_failed: failedDeliveries,
  deliveries_stuck: stuckDeliveries,
};
