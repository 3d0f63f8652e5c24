import type { EntityManager } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { hashAccount } from '#libs/sync/open-account.js';

const HASHED = /^[\da-f]{32}$/u;

/** Rows of the first version keep the key as it was; facts are kept by hashes only. */
const ownAccount = (integration: IntegrationEntity, accountKey: string): string => (HASHED.test(accountKey) ? accountKey : hashAccount(integration.platform, accountKey));

/** A shop counts as the same by number and domain together: a name without a dot may be anybody's. */
const SAME_SHOP = `exists (
    select 1 from jsonb_to_recordset(case jsonb_typeof(i.check_report->'facts'->'shops') when 'array' then i.check_report->'facts'->'shops' else '[]' end) as theirs(id text, name text)
      join jsonb_to_recordset($3::jsonb) as ours(id text, name text) on ours.id = theirs.id and lower(ours.name) = lower(theirs.name)
    where ours.name like '%.%')`;

/** Stored orders compared at each end of an integration that has no other name of its account than a token. */
const SOME = 100;
const BIRTH = `(s.body::jsonb #>> '{createdAt,utc}')::timestamptz`;
const stored = (direction: 'asc' | 'desc'): string =>
  `(select s.external_id as id, ${BIRTH} as at, true as stored from source_record s where s.integration_id = $4 and s.kind = 'order' order by s.external_id ${direction} limit ${String(SOME)})`;

/** Orders we know of the account: those the last check has seen there, and some of those that are stored. */
const KNOWN_ORDERS = `orders as materialized (
    select p.id, p."createdAt" as at, false as stored from jsonb_to_recordset($6::jsonb) as p(id text, "createdAt" timestamptz)
    union all (select * from (${stored('asc')} union ${stored('desc')}) mine where jsonb_array_length($6::jsonb) > 0)
  )`;

/** What is stored of an integration proves nothing about itself: only what the account says now does. */
const SAME_ORDERS = `i.workspace_id = $5 and coalesce((
    select bool_and(${BIRTH} = o.at) from orders o join source_record s on s.integration_id = i.id and s.kind = 'order' and s.external_id = o.id
    where not (o.stored and i.id = $4)), false)`;

const KNOWN = `with ${KNOWN_ORDERS}
  select r.source_account as account from route r join integration i on i.id = r.integration_id
  where r.source_account is not null and i.platform = $1 and (r.source_account = $2 or ${SAME_SHOP} or (${SAME_ORDERS}))
  order by r.source_account = $2 desc, r.started_at limit 1`;

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** `{ id, createdAt }` of orders the check has seen; where a platform names its account there are none. */
function probesOf(facts: JsonObject | undefined): unknown[] {
  return listed(facts?.['probes']).filter((probe) => {
    const { id, createdAt } = (probe ?? {}) as JsonObject;
    return typeof id === 'string' && typeof createdAt === 'string' && !Number.isNaN(Date.parse(createdAt));
  });
}

/**
 * The outside account what is delivered is remembered by. A panel answers at each of its domains and may move to another one, so
 * that an integration may lead by a new address to orders that were sent long ago: its shops tell that it is the same. An account
 * that is known by nothing but a token is told by its orders: the same numbers, born at the same moments.
 */
export async function findSourceAccount(manager: EntityManager, integration: IntegrationEntity, accountKey: string): Promise<string> {
  const own = ownAccount(integration, accountKey);
  const facts = integration.checkReport?.['facts'] as JsonObject | undefined;
  const [known] = await manager.query<{ account: string }[]>(KNOWN, [
    integration.platform, own, JSON.stringify(listed(facts?.['shops'])), integration.id, integration.workspaceId, JSON.stringify(probesOf(facts)),
  ]);
  return known?.account ?? own;
}
