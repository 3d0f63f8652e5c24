import pg from 'pg';

/** Tables whose rows are the result of a synchronisation; everything else steers it. */
export const DATA_TABLES = ['source_record', 'customer', 'identity', 'hint', 'customer_field_value', 'contested_key', 'split_key', 'reject'] as const;

/** Rows inserted, updated and deleted. */
export type Tuples = { readonly inserted: number; readonly updated: number; readonly deleted: number };
export type TupleCounts = Readonly<Record<string, Tuples>>;

/** Runs one query on a connection of its own: the benchmark must not keep sessions open beside what it measures. */
export async function ask<Row extends pg.QueryResultRow>(url: string, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server killed on purpose must not end the benchmark.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The one row of a query that always gives one. */
export async function askOne<Row extends pg.QueryResultRow>(url: string, text: string, values: readonly unknown[] = []): Promise<Row> {
  const [row] = await ask<Row>(url, text, values);
  if (row === undefined) throw new Error(`no row: ${text}`);
  return row;
}

export async function serverVersion(url: string): Promise<string> {
  return (await askOne<{ version: string }>(url, 'select version() as version')).version;
}

/** Bytes of write-ahead log since the server was made. */
export async function walBytes(url: string): Promise<number> {
  return Number((await askOne<{ bytes: string }>(url, `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as bytes`)).bytes);
}

export async function tupleCounts(url: string): Promise<TupleCounts> {
  const rows = await ask<{ name: string; inserted: string; updated: string; deleted: string }>(
    url,
    'select relname as name, n_tup_ins as inserted, n_tup_upd as updated, n_tup_del as deleted from pg_stat_user_tables order by relname',
  );
  return Object.fromEntries(rows.map((row) => [row.name, { inserted: Number(row.inserted), updated: Number(row.updated), deleted: Number(row.deleted) }]));
}

/** What was touched between two readings; tables without a change are left out. */
export function touched(before: TupleCounts, after: TupleCounts): TupleCounts {
  const changes: Record<string, Tuples> = {};
  for (const [name, now] of Object.entries(after)) {
    const was = before[name] ?? { inserted: 0, updated: 0, deleted: 0 };
    const change = { inserted: now.inserted - was.inserted, updated: now.updated - was.updated, deleted: now.deleted - was.deleted };
    if (change.inserted + change.updated + change.deleted !== 0) changes[name] = change;
  }
  return changes;
}

/** Rows of data tables touched, all kinds together. */
export function dataRows(changes: TupleCounts): number {
  return DATA_TABLES.reduce((sum, name) => {
    const change = changes[name];
    return sum + (change === undefined ? 0 : change.inserted + change.updated + change.deleted);
  }, 0);
}

/** One text for the physical place and version of every data row: equal texts mean that no row was written in between. */
export async function rowPlaces(url: string): Promise<string> {
  const parts = DATA_TABLES.map((name) => `select '${name}' as name, count(*)::text || ' ' || coalesce(sum(hashtextextended(xmin::text || ctid::text, 7)::numeric), 0)::text as mark from ${name}`);
  const rows = await ask<{ name: string; mark: string }>(url, parts.join(' union all '));
  return rows.map((row) => `${row.name} ${row.mark}`).sort().join('\n');
}
