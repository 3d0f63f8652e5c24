import type { DataSource } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import { askQuickly } from '../addresses/ask-quickly.js';

export type Callback = { readonly workspaceId: string; readonly routeId: string; readonly direction: 'in' | 'out'; readonly address: string };

/**
 * A call that comes again before it was applied is the same call, but told later: of an opt-in and an opt-out that both wait the
 * one that was told last must win.
 */
const STORE = {
  name: 'callbacks_store',
  text: `
  insert into consent_callback (id, workspace_id, route_id, address, direction) values ($1, $2, $3, $4, $5)
  on conflict (route_id, address, direction) where applied_at is null
    do update set repeated = consent_callback.repeated + 1, received_at = now()`,
};

/** Keeps a callback until it is applied. @throws whatever the database throws, also when it hangs */
export async function storeCallback(dataSource: DataSource, { workspaceId, routeId, direction, address }: Callback): Promise<void> {
  await askQuickly(dataSource, STORE, [newId(), workspaceId, routeId, address, direction]);
}
