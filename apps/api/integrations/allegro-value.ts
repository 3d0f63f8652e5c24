import type { DataSource, EntityManager } from 'typeorm';
import { allegroValue, formerLoginFields, SWITCH_PLATFORM, type AllegroSays, type AllegroValue } from '#libs/domain/allegro-switch.js';
import type { Platform } from '#libs/domain/words.js';
import { isTransient } from '#libs/ingest/session.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';

/**
 * Whoever changes the switch holds this alone, whoever makes a fingerprint of the workspace's value holds it with others, each to
 * the end of its transaction and before any row is locked: a fingerprint of a value that is no more cannot be stored.
 */
export async function lockAllegroValue(manager: EntityManager, workspaceId: string, platform: Platform): Promise<void> {
  const lock = platform === SWITCH_PLATFORM ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  await manager.query(`select ${lock}(hashtextextended('allegro value ' || $1, 0))`, [workspaceId]);
}

const TRIES = 3;

/**
 * A transaction that changes an integration, under the lock above. Runs that are planned or end at the same moment lock the same
 * rows in orders of their own: a transaction that lost to one is made again, so `work` must begin anew each time.
 */
export async function changeIntegration<T>(dataSource: DataSource, { workspaceId, platform }: IntegrationEntity, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await dataSource.transaction(async (manager) => {
        await lockAllegroValue(manager, workspaceId, platform);
        return await work(manager);
      });
    } catch (thrown) {
      if (attempt >= TRIES || !isTransient(thrown)) throw thrown;
    }
  }
}

/** What shop integrations are applied with; null for the switch itself, and while nothing was ever said. To be called under the lock. */
export async function allegroValueFor(manager: EntityManager, workspaceId: string, platform: Platform): Promise<AllegroValue | null> {
  if (platform === SWITCH_PLATFORM) return null;
  const [row] = await manager.query<{ value: AllegroValue | null }[]>(`select settings->'allegro' as value from workspace where id = $1`, [workspaceId]);
  return row?.value ?? null;
}

const SAYS = `select i.state, coalesce(i.settings->'domains', '[]') as domains, u.field_id as "loginField"
  from integration i left join custom_field_use u on u.integration_id = i.id and u.role = 'allegro_login'
  where i.workspace_id = $1 and i.platform = $2 and i.deleted_at is null`;
const KEPT = `select settings->'allegro' as value, coalesce(settings->'formerLoginFields', '[]') as former from workspace where id = $1`;
const KEEP = `update workspace set settings = (settings - 'allegro' - 'formerLoginFields') || $2::jsonb where id = $1`;

export type AllegroChange = { readonly before: AllegroValue | null; readonly now: AllegroValue | null; readonly store: () => Promise<void> };

/** What the value was and is, by the integrations as they are in this transaction; `store` writes it. `takenOff`: domains a person has taken off a list. */
export async function allegroChange(manager: EntityManager, workspaceId: string, takenOff: readonly string[]): Promise<AllegroChange> {
  const [kept] = await manager.query<{ value: AllegroValue | null; former: string[] }[]>(KEPT, [workspaceId]);
  const before = kept?.value ?? null;
  const now = allegroValue(await manager.query<AllegroSays[]>(SAYS, [workspaceId, SWITCH_PLATFORM]), before, takenOff);
  const former = formerLoginFields(kept?.former ?? [], before, now);
  const settings = { ...(now === null ? {} : { allegro: now }), ...(former.length === 0 ? {} : { formerLoginFields: former }) };
  return { before, now, store: async () => void (await manager.query(KEEP, [workspaceId, JSON.stringify(settings)])) };
}
