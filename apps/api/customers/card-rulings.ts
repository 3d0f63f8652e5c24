import type { DataSource } from 'typeorm';

type Keys = ReadonlySet<string>;

const SPLIT = `select s.type || ':' || s.value as key from split_key s join unnest($2::text[]) as x(key) on s.type = split_part(x.key, ':', 1) and s.value = substr(x.key, strpos(x.key, ':') + 1) where s.workspace_id = $1`;
const LINKED = `select left_key as key from card_link where workspace_id = $1 and cut_by is null and left_key = any($2::text[])
  union select right_key from card_link where workspace_id = $1 and cut_by is null and right_key = any($2::text[])`;

/** Which of these keys join nothing since a split, and which people linked with others. */
export async function rulingsOf(dataSource: DataSource, workspaceId: string, keys: readonly string[]): Promise<{ readonly split: Keys; readonly linked: Keys }> {
  const [split, linked] = await Promise.all([SPLIT, LINKED].map(async (sql) => await dataSource.query<{ key: string }[]>(sql, [workspaceId, keys])));
  return { split: new Set(split?.map((row) => row.key)), linked: new Set(linked?.map((row) => row.key)) };
}
