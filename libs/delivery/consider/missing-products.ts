import type { Queryable } from '#libs/security/queryable.js';
import type { RouteRow } from '../rows.js';
import type { Change } from './take-changes.js';

/** How soon an order that waits for its products is looked at again, ms. */
const AGAIN_MS = 15_000;

const MISSING = `select x.id from unnest($2::text[]) as x(id)
  where not exists (select 1 from source_record s where s.integration_id = $1 and s.kind = 'product' and s.external_id = x.id)
    and not exists (select 1 from absent_record a where a.integration_id = $1 and a.stream = 'products' and a.external_id = x.id)`;

const productsOf = ({ record }: Change): readonly string[] => (record.kind === 'order' ? record.lines.flatMap((line) => line.productId ?? []) : []);

/** Orders whose products are still being read: their tags would be left out for ever, because nothing of the order changes when they come. */
export async function awaitingProducts(db: Queryable, route: RouteRow, changes: readonly Change[], nowMs: number, patienceMs: number): Promise<Map<Change, Date>> {
  const reads = route.source_settings['products'] === true && !route.options.leaveOut.includes('categoryTags');
  const young = reads ? changes.filter((change) => change.changedMs > nowMs - patienceMs && productsOf(change).length > 0) : [];
  if (young.length === 0) return new Map();
  const missing = new Set((await db.query<{ id: string }[]>(MISSING, [route.integration_id, [...new Set(young.flatMap(productsOf))]])).map((row) => row.id));
  return new Map(young.filter((change) => productsOf(change).some((id) => missing.has(id))).map((change) => [change, new Date(nowMs + AGAIN_MS)]));
}
