import type { EntityManager } from 'typeorm';
import type { CardBrief } from './decision.schemas.js';

const BRIEFS = `
  select c.id, c.display_name as name, c.email,
    coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name, 'platform', i.platform) order by i.id) from integration i
      where i.id in (select s.integration_id from source_record s where s.customer_id = c.id)), '[]') as integrations,
    (select count(*)::int from source_record s where s.customer_id = c.id and s.kind = 'order' and position('"merged":true' in s.body) = 0) as orders
  from customer c where c.workspace_id = $1 and c.id = any($2::uuid[])`;

/** Cards by id, as much of them as deciding needs. */
export async function cardBriefs(db: Pick<EntityManager, 'query'>, workspaceId: string, ids: readonly string[]): Promise<ReadonlyMap<string, CardBrief>> {
  const rows = ids.length === 0 ? [] : await db.query<CardBrief[]>(BRIEFS, [workspaceId, [...new Set(ids)]]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** In the order of the ids; a card that is gone is left out. */
export async function briefsOf(db: Pick<EntityManager, 'query'>, workspaceId: string, ids: readonly string[]): Promise<CardBrief[]> {
  const found = await cardBriefs(db, workspaceId, ids);
  return ids.flatMap((id) => found.get(id) ?? []);
}
