import type { DataSource } from 'typeorm';

const MARKS = [200, 2_000, 20_000] as const;
/** Beyond this many known rows autovacuum keeps the statistics good enough. */
const KNOWN_ROWS = 50_000;

/** Rows this process has written, by pool: the marks are about the tables, not about one part of many. */
const written = new WeakMap<DataSource, number>();

/**
 * Fresh tables have no statistics, and all indexes begin alike: without an early ANALYZE look-ups of a first sync pick a
 * wrong index and take seconds instead of a fraction of a millisecond.
 */
export async function analyzeEarly(dataSource: DataSource, added: number): Promise<void> {
  const before = written.get(dataSource) ?? 0;
  const after = before + added;
  written.set(dataSource, after);
  if (!MARKS.some((mark) => before < mark && after >= mark)) return;
  const [row] = await dataSource.query<{ rows: number }[]>(`select reltuples::float8 as rows from pg_class where oid = 'source_record'::regclass`);
  if ((row?.rows ?? 0) > KNOWN_ROWS) return;
  await dataSource.query('analyze source_record, customer, identity, hint, customer_field_value');
}
