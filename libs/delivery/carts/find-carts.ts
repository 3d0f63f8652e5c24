import type { Queryable } from '#libs/security/queryable.js';
import type { Cart } from '#libs/domain/relay/build-event.js';
import type { RouteRow } from '../rows.js';

/** A basket as a webhook told of it, with a record of the person it belongs to. */
export type StoredCart = { readonly cart: Cart; readonly hash: Buffer; readonly recordId: string };

type Row = { readonly cart_id: string; readonly customer: string | null; readonly body: Body; readonly hash: Buffer; readonly changed_ms: number; readonly record_id: string };
type Body = { readonly value: string | null; readonly currency: string | null; readonly atMs: number | null; readonly lines: readonly { readonly productId: string; readonly quantity: string; readonly unitPrice: string | null }[] };

/** Of a person who is stored: by number, else by address. A basket never makes anybody known. */
const OWNED = `cart c cross join lateral (
    select s.id from source_record s where s.integration_id = c.integration_id and s.kind = 'customer' and s.external_id = c.customer_external_id and s.gone_at is null
    union all
    select s.id from identity i join source_record s on s.customer_id = i.customer_id and s.integration_id = c.integration_id and s.kind in ('customer', 'subscriber') and s.gone_at is null
      where i.workspace_id = c.workspace_id and i.type = 'email' and i.value = c.email
    limit 1
  ) o`;

const COLUMNS = `c.cart_id, c.customer_external_id as customer, c.body, c.content_hash as hash, (extract(epoch from c.changed_at) * 1000)::float8 as changed_ms, o.id as record_id`;

/** Baskets whose present state a route `t` has not considered yet; those from before the route are somebody else's. */
const UNCONSIDERED = `c.integration_id = t.integration_id and c.changed_at >= t.started_at
  and not exists (select 1 from routed_cart m where m.route_id = t.id and m.cart_id = c.cart_id and m.content_hash = c.content_hash)`;

/** Whether a route (`r` in the query around) has any. */
export const WAITING_CARTS = `select 1 from ${OWNED} join route t on t.id = r.id where ${UNCONSIDERED}`;

function cartOf(row: Row): StoredCart {
  const { body } = row;
  const lines = body.lines.map((line) => ({ productId: line.productId, variantId: null, sku: null, name: '', quantity: line.quantity, unitGross: line.unitPrice }));
  return { hash: row.hash, recordId: row.record_id, cart: { cartId: row.cart_id, customer: row.customer, lines, value: body.value, currency: body.currency, atMs: body.atMs ?? row.changed_ms } };
}

export async function nextCarts(db: Queryable, route: RouteRow, most: number): Promise<StoredCart[]> {
  const rows = await db.query<Row[]>(`select ${COLUMNS} from ${OWNED} join route t on t.id = $1 where ${UNCONSIDERED} order by c.changed_at limit $2`, [route.id, most]);
  return rows.map(cartOf);
}

/** Baskets by id, as they are now. */
export async function findCarts(db: Queryable, route: RouteRow, cartIds: readonly string[]): Promise<Map<string, StoredCart>> {
  if (cartIds.length === 0) return new Map();
  const rows = await db.query<Row[]>(`select ${COLUMNS} from ${OWNED} where c.integration_id = $1 and c.cart_id = any($2::text[])`, [route.integration_id, [...cartIds]]);
  return new Map(rows.map((row) => [row.cart_id, cartOf(row)]));
}

export async function noteCarts(db: Queryable, route: RouteRow, carts: readonly StoredCart[]): Promise<void> {
  if (carts.length === 0) return;
  await db.query(
    `insert into routed_cart as m (route_id, cart_id, content_hash) select $1, x.cart_id, decode(x.hash, 'hex') from jsonb_to_recordset($2::jsonb) as x(cart_id text, hash text)
     on conflict (route_id, cart_id) do update set content_hash = excluded.content_hash`,
    [route.id, JSON.stringify(carts.map(({ cart, hash }) => ({ cart_id: cart.cartId, hash: hash.toString('hex') })))],
  );
}
