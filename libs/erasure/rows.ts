import type { DataSource } from 'typeorm';
import type { Queryable } from '#libs/security/queryable.js';
import type { Receipt } from './receipt.js';

export type ErasureRow = {
  readonly id: string;
  readonly workspace_id: string;
  readonly customer_id: string;
  /** Cards that were one when it was asked for. */
  readonly cards: readonly string[];
  /** `stopped`: the card is not the one it was asked for; nothing was removed. */
  readonly state: 'queued' | 'removed' | 'done' | 'stopped';
  readonly requested_ms: number;
  readonly removed_at: Date | null;
  readonly receipt: Receipt;
};

const COLUMNS = `id, workspace_id, customer_id, cards, state, (extract(epoch from requested_at) * 1000)::float8 as requested_ms, removed_at, receipt`;

export async function findErasure(database: Queryable, id: string): Promise<ErasureRow | null> {
  const [row] = await database.query<ErasureRow[]>(`select ${COLUMNS} from erasure where id = $1`, [id]);
  return row ?? null;
}

/** The same, held until the transaction ends: two workers that were given the same erasure work one after the other. */
export async function lockErasure(database: Queryable, id: string): Promise<ErasureRow | null> {
  const [row] = await database.query<ErasureRow[]>(`select ${COLUMNS} from erasure where id = $1 for update`, [id]);
  return row ?? null;
}

/** Erasures that were asked for and are not over; for whoever starts their flows. */
export function unfinishedErasures(dataSource: DataSource): Promise<readonly { readonly erasureId: string; readonly workspaceId: string }[]> {
  return dataSource.query(`select id as "erasureId", workspace_id as "workspaceId" from erasure where state in ('queued', 'removed') order by id`);
}

/** How many rows a statement with a `select count(*)` at its end has dealt with. */
export async function countOf(database: Queryable, sql: string, values: readonly unknown[]): Promise<number> {
  const [row] = await database.query<{ count: number }[]>(sql, [...values]);
  return row?.count ?? 0;
}
