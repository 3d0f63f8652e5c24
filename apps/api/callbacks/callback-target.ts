import type { DataSource } from 'typeorm';
import type { Queryable } from '#libs/security/queryable.js';
import type { SecretStore } from '#libs/security/secret-store.js';
import type { DestinationOwner } from '#libs/temporal/search-attributes.js';
import { askQuickly } from '../addresses/ask-quickly.js';

/** The route an address of callbacks belongs to. `secret` null: none was set, so no key is right. */
export type CallbackTarget = { readonly routeId: string; readonly owner: DestinationOwner; readonly secret: string | null };

type Row = DestinationOwner & { readonly routeId: string };

const FIND = `
  select r.id as "routeId", r.workspace_id as "workspaceId", r.destination_id as "destinationId", d.kind, d.code
  from route r join destination d on d.id = r.destination_id where r.callback_hash = $1 and r.deleted_at is null`;

/** A database that is given up on when it hangs. */
export const quickly = (dataSource: DataSource): Queryable => ({
  query: async <T>(text: string, values: unknown[] = []) => (await askQuickly(dataSource, { text }, values)) as T,
});

/**
 * The route whose callback address has a token of this hash, whether it is on or off: an opt-out must not be lost because a route
 * rests. @throws whatever the database throws, also when it hangs
 */
export async function findCallbackTarget(dataSource: DataSource, secrets: SecretStore, hash: Buffer): Promise<CallbackTarget | null> {
  const db = quickly(dataSource);
  const [row] = await db.query<Row[]>(FIND, [hash]);
  if (row === undefined) return null;
  const { routeId, ...owner } = row;
  const addresses = await secrets.get({ ownerKind: 'route', ownerId: routeId, name: 'addresses' }, db);
  const secret = addresses?.['securityParameter'];
  return { routeId, owner, secret: typeof secret === 'string' && secret !== '' ? secret : null };
}
