import type { DataSource } from 'typeorm';
import type { HookCart } from '#libs/connectors/sdk/hook-cart.js';
import type { HookHint } from '#libs/connectors/sdk/hooks.js';
import { newId } from '#libs/domain/ids.js';
import type { RecordKind, StreamName } from '#libs/domain/words.js';
import { isTransient } from '#libs/ingest/session.js';
import { askQuickly } from '../../addresses/ask-quickly.js';
import { cartRows } from './cart-rows.js';
import { STORE } from './store-statement.js';

/** One delivery as it is stored: hints, or what else it came to. */
export type Delivery = {
  readonly workspaceId: string;
  readonly integrationId: string;
  readonly kind: 'hints' | 'ignored' | 'unreadable' | 'late';
  readonly hints: readonly HookHint[];
  readonly carts: readonly HookCart[];
};

type Count = { readonly integration: string; received: number; hints: number; carts: number; ignored: number; unreadable: number; late: number };
type Row = { readonly id: string; readonly workspace: string; readonly integration: string; readonly stream: string; readonly kind: RecordKind; readonly external: string; readonly place: number };

/** Ids of an integration that may wait without a stored record; a busy shop makes fewer new ones between two readings. */
export const MOST_UNSEEN = 500;

/** Baskets kept of one person; more of them are made up, and room has an end. */
export const MOST_CARTS_EACH = 20;

const KIND_OF: Readonly<Record<StreamName, RecordKind>> = { customers: 'customer', addresses: 'address', orders: 'order', subscribers: 'subscriber', products: 'product' };

/** After a deadlock the other side has won, and the same statement now succeeds. */
const MOST_TRIES = 5;

function gather(deliveries: readonly Delivery[]): { readonly counts: readonly Count[]; readonly rows: readonly Row[] } {
  const counts = new Map<string, Count>();
  const rows = new Map<string, Row>();
  for (const { workspaceId, integrationId, kind, hints, carts } of deliveries) {
    const count = counts.get(integrationId) ?? { integration: integrationId, received: 0, hints: 0, carts: 0, ignored: 0, unreadable: 0, late: 0 };
    counts.set(integrationId, count);
    count.received += 1;
    count.hints += hints.length;
    count.carts += carts.length;
    if (kind !== 'hints') count[kind] += 1;
    for (const { stream, externalId } of hints) {
      const key = `${integrationId} ${stream} ${externalId}`;
      if (!rows.has(key)) rows.set(key, { id: newId(), workspace: workspaceId, integration: integrationId, stream, kind: KIND_OF[stream], external: externalId, place: rows.size });
    }
  }
  // The rows of addresses and of days are locked in this order, by every process in the same one.
  return { counts: [...counts.values()].sort((a, b) => (a.integration < b.integration ? -1 : 1)), rows: [...rows.values()] };
}

/** Stores deliveries of any integrations, all or none. Each is counted as received; of the rest only its hints are kept. */
export async function storeDeliveries(dataSource: DataSource, deliveries: readonly Delivery[], statementMs?: number): Promise<void> {
  const { counts, rows } = gather(deliveries);
  const values = [JSON.stringify(counts), JSON.stringify(rows), MOST_UNSEEN, JSON.stringify(cartRows(deliveries)), MOST_CARTS_EACH];
  for (let attempt = 1; ; attempt += 1) {
    try {
      await askQuickly(dataSource, STORE, values, statementMs);
      return;
    } catch (error) {
      if (attempt === MOST_TRIES || !isTransient(error)) throw error;
    }
  }
}
