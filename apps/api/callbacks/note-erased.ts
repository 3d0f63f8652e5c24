import type { DataSource } from 'typeorm';
import { noteCallbacks } from '#libs/delivery/callbacks/take-callbacks.js';
import { addressNames, tombstoneHash } from '#libs/domain/tombstones.js';
import { newId } from '#libs/domain/ids.js';
import type { Queryable } from '#libs/security/queryable.js';
import { askQuickly } from '../addresses/ask-quickly.js';
import type { Callback } from './store-callback.js';

const STATE = {
  name: 'callbacks_erasures',
  text: `select w.tombstone_salt as salt, d.account from workspace w join route r on r.workspace_id = w.id join destination d on d.id = r.destination_id where w.id = $1 and r.id = $2 and w.tombstone_salt is not null and d.account is not null`,
};

/** Buried, and nobody has come back with it. */
const ERASED = {
  name: 'callbacks_erased',
  text: `select 1 from tombstone where workspace_id = $1 and hash = any($2::bytea[])
    and not exists (select 1 from identity i where i.workspace_id = $1 and i.type = 'email' and i.value = $3)
    and not exists (select 1 from hint h where h.workspace_id = $1 and h.type = 'email_seen' and h.value = $3) limit 1`,
};

/**
 * What a destination tells of an erased person is remembered by hash, as everything else it has told of them: their address is not
 * stored anew. Returns true when there is nothing more to keep. While nobody was erased this costs one look.
 */
export async function noteErased(dataSource: DataSource, { workspaceId, routeId, direction, address }: Callback): Promise<boolean> {
  const [state] = await askQuickly<{ salt: Buffer; account: string }>(dataSource, STATE, [workspaceId, routeId]);
  if (state === undefined) return false;
  const hashes = addressNames(address).map((name) => tombstoneHash(state.salt, name));
  if ((await askQuickly(dataSource, ERASED, [workspaceId, hashes, address])).length === 0) return false;
  const quickly: Queryable = { query: async <T>(text: string, values: unknown[] = []): Promise<T> => (await askQuickly(dataSource, { text }, values)) as T };
  await noteCallbacks(quickly, state.account, [{ id: newId(), routeId, direction, address, receivedMs: Date.now(), attempts: 0 }]);
  return true;
}
