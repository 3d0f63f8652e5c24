import type { Queryable } from '#libs/security/queryable.js';

export type SearchedTable = {
  readonly name: string;
  /** SQL of everything in a row that can hold words. */
  readonly text: string;
  /** Its rows name their workspace. */
  readonly scoped: boolean;
  readonly blocks: number;
};

/** Every table of the schema as the database itself knows it: one that is added later is searched without anybody thinking of it. */
const TABLES = `
  select c.relname as name, ceil(pg_relation_size(c.oid) / current_setting('block_size')::float8)::int as blocks,
    bool_or(a.attname = 'workspace_id') as scoped,
    array_agg(a.attname::text order by a.attnum) filter (where t.typname in ('text', 'varchar', 'bpchar', 'name', 'json', 'jsonb', '_text', '_varchar')) as texts,
    array_agg(a.attname::text order by a.attnum) filter (where t.typname = 'bytea') as bytes
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
  where n.nspname = current_schema() and c.relkind in ('r', 'p') group by c.oid, c.relname order by c.relname`;

type Row = { readonly name: string; readonly blocks: number; readonly scoped: boolean; readonly texts: readonly string[] | null; readonly bytes: readonly string[] | null };

/** Tables with words in them. */
export async function searchedTables(database: Queryable): Promise<SearchedTable[]> {
  const rows = await database.query<Row[]>(TABLES);
  return rows.flatMap(({ name, blocks, scoped, texts, bytes }) => {
    const columns = [...(texts ?? []).map((column) => `"${column}"::text`), ...(bytes ?? []).map((column) => `encode("${column}", 'escape')`)];
    return columns.length === 0 ? [] : [{ name, blocks, scoped, text: `concat_ws(E'\\n', ${columns.join(', ')})` }];
  });
}
