import type { EntityManager } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { hashAccount } from '#libs/sync/open-account.js';

const HASHED = /^[\da-f]{32}$/u;

/** Rows of the first version keep the key as it was; facts are kept by hashes only. */
const ownAccount = (integration: IntegrationEntity, accountKey: string): string => (HASHED.test(accountKey) ? accountKey : hashAccount(integration.platform, accountKey));

/** A shop counts as the same by number and domain together: a name without a dot may be anybody's. */
const KNOWN = `
  select r.source_account as account from route r join integration i on i.id = r.integration_id
  where r.source_account is not null and i.platform = $1 and (r.source_account = $2 or exists (
    select 1 from jsonb_to_recordset(case jsonb_typeof(i.check_report->'facts'->'shops') when 'array' then i.check_report->'facts'->'shops' else '[]' end) as theirs(id text, name text)
      join jsonb_to_recordset($3::jsonb) as ours(id text, name text) on ours.id = theirs.id and lower(ours.name) = lower(theirs.name)
    where ours.name like '%.%'))
  order by r.source_account = $2 desc, r.started_at limit 1`;

/**
 * The outside account what is delivered is remembered by. A panel answers at each of its domains and may move to another one, so
 * that an integration may lead by a new address to orders that were sent long ago: its shops tell that it is the same.
 */
export async function findSourceAccount(manager: EntityManager, integration: IntegrationEntity, accountKey: string): Promise<string> {
  const own = ownAccount(integration, accountKey);
  const shops = (integration.checkReport?.['facts'] as JsonObject | undefined)?.['shops'];
  const [known] = await manager.query<{ account: string }[]>(KNOWN, [integration.platform, own, JSON.stringify(Array.isArray(shops) ? shops : [])]);
  return known?.account ?? own;
}
