import type { Queryable } from '#libs/security/queryable.js';
import { normalizeEmail } from '#libs/domain/email.js';
import type { CustomerRecord } from '#libs/domain/records.js';
import type { RouteRow } from '../rows.js';

/** By the key of the address, by the card it leads to, and by what the route knows: contested addresses have no key of their own. */
const RECORDS = `select s.kind, s.body, s.gone_at is not null as gone from source_record s where s.integration_id = $1 and s.kind in ('customer', 'order', 'subscriber') and s.id in (
    select c.id from identity i join source_record c on c.customer_id = i.customer_id where i.workspace_id = $2 and i.type = 'email' and i.value = $3
    union select record_id from routed_record where route_id = $4 and address = $3)`;

type Row = { readonly kind: string; readonly body: string; readonly gone: boolean };

const find = (db: Queryable, route: RouteRow, address: string): Promise<Row[]> => db.query<Row[]>(RECORDS, [route.integration_id, route.workspace_id, address, route.id]);

/** Registered customers of the route's shop with this very address; a card may hold other addresses, whose owners have said nothing. */
export async function findAccountHolders(db: Queryable, route: RouteRow, address: string): Promise<CustomerRecord[]> {
  const rows = (await find(db, route, address)).filter((row) => row.kind === 'customer' && !row.gone);
  return rows.map((row) => JSON.parse(row.body) as CustomerRecord).filter((record) => record.standing === 'account' && normalizeEmail(record.email) === address);
}

/** Whether the shop knows the address at all. */
export async function isKnown(db: Queryable, route: RouteRow, address: string): Promise<boolean> {
  return (await find(db, route, address)).length > 0;
}
