import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { hookTokenHash, newHookToken } from '#libs/security/hook-token.js';
import { SecretStore, type SecretName } from '#libs/security/secret-store.js';

const place = (integrationId: string): SecretName => ({ ownerKind: 'integration', ownerId: integrationId, name: 'hook' });

/** A new address has taken nothing yet: whether it works is seen by its first webhook. */
const STORE = `
  insert into hook (integration_id, workspace_id, token_hash) values ($1, $2, $3)
  on conflict (integration_id) do update set token_hash = excluded.token_hash, created_at = now(), first_at = null, last_at = null, last_late_at = null,
    received_before = hook.received_before or hook.last_at is not null`;

/** What came at the address before says nothing about the new one; counts of older days are not judged any more. */
const START_ANEW = `
  update hook_count set old_received = received, old_ignored = ignored, old_unreadable = unreadable
  where integration_id = $1 and day > (now() at time zone 'utc')::date - 8`;

/** Whoever knew the old address may have made these up; what they were right about is found by polling. */
const DROP = `
  with back as (
    update inbox set origin = first_origin, first_origin = null
    where integration_id = $1 and origin = 'webhook' and first_origin is not null and part_id is null and applied_at is null
  ), gone as (
    delete from inbox where integration_id = $1 and origin = 'webhook' and first_origin is null and part_id is null and applied_at is null returning 1
  )
  select count(*)::int as records from gone`;

/** Tokens of webhook addresses: found by their hash, shown again from the secrets of the integration. */
@Injectable()
export class HookTokens {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) private readonly secrets: SecretStore,
  ) {}

  /** The token of an integration, made when it is first asked for. Of many callers at once all get the same. */
  async of(integration: IntegrationEntity): Promise<string> {
    const known = await this.known(integration.id, this.dataSource.manager);
    if (known !== null) return known;
    return await this.dataSource.transaction(async (manager) => {
      await manager.query(`select 1 from integration where id = $1 for update`, [integration.id]);
      return (await this.known(integration.id, manager)) ?? (await this.replace(manager, integration));
    });
  }

  /** A new token; the one before leads nowhere once the transaction is committed. */
  async replace(manager: EntityManager, integration: IntegrationEntity): Promise<string> {
    const token = newHookToken();
    await manager.query(STORE, [integration.id, integration.workspaceId, hookTokenHash(token)]);
    await manager.query(START_ANEW, [integration.id]);
    await this.secrets.put({ workspaceId: integration.workspaceId, ...place(integration.id), value: { token } }, manager);
    return token;
  }

  /** Forgets records that wait only because a webhook named them; those being read are read to their end. Returns how many. */
  async dropWaiting(manager: EntityManager, integrationId: string): Promise<number> {
    const [row] = await manager.query<{ records: number }[]>(DROP, [integrationId]);
    return row?.records ?? 0;
  }

  private async known(integrationId: string, manager: EntityManager): Promise<string | null> {
    const token = (await this.secrets.get(place(integrationId), manager))?.['token'];
    return typeof token === 'string' ? token : null;
  }
}
