import type { Queryable } from '#libs/security/queryable.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { normalizeEmail } from '#libs/domain/email.js';
import type { ExclusionReason } from '#libs/domain/relay/exclusion-texts.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { ownEmail } from '../phone/own-email.js';
import { putSearches, type Search } from '../phone/put-searches.js';
import { waysByPhone } from '../phone/ways-by-phone.js';
import type { RouteRow } from '../rows.js';
import { refusedOrders } from './refused-orders.js';

/** A record as it is stored, with what decides where it leads. */
export type StoredRecord = { readonly recordId: string; readonly kind: NeutralRecord['kind']; readonly externalId: string; readonly ownerId: string | null; readonly record: NeutralRecord;
  /** Only reasons that must not start anything at the destination have led to it; absent: so it is. */
  readonly silent?: boolean };

/**
 * Where a record leads: to an address, to nobody (with the reason), or nowhere yet because the customer it belongs to has not
 * been read.
 */
export type Way =
  | { readonly to: 'address'; readonly address: string; readonly search?: Search }
  | { readonly to: 'nobody'; readonly reason: ExclusionReason; readonly search?: Search }
  | { readonly to: 'owner'; readonly ownerId: string };

type OwnerRow = { readonly external_id: string; readonly email: string | null };

const OWNERS = `select external_id, body::jsonb->>'email' as email from source_record where integration_id = $1 and kind = 'customer' and external_id = any($2::text[])`;

/** Customers that will not come: not found, excluded by settings, or rejected. */
const ABSENT = `select external_id from absent_record where integration_id = $1 and stream = 'customers' and external_id = any($2::text[])
  union select external_id from reject where integration_id = $1 and stream = 'customers' and external_id = any($2::text[]) and closed_at is null`;

function wayTo(email: string | null): Way {
  const address = normalizeEmail(email);
  if (address !== null) return { to: 'address', address };
  return { to: 'nobody', reason: email === null || email.trim() === '' ? 'no_address' : 'address_invalid' };
}

/**
 * Which address each record leads to. An order speaks for its customer's address; without a customer for its own, or for the one
 * that is found by its phone. One that is none on the route leads to nobody, and nobody is looked for. Inside the transaction that
 * remembers the answer: nobody writes an order that would change it meanwhile.
 */
export async function findWays(db: Queryable, route: RouteRow, connector: ConnectorDefinition, records: readonly StoredRecord[]): Promise<Map<string, Way>> {
  const refused = await refusedOrders(db, route, records);
  const byPhone = await waysByPhone(db, route, connector, records.filter((one) => !refused.has(one.recordId)));
  const asked = [...new Set(records.flatMap((one) => (one.record.kind !== 'customer' && ownEmail(one.record) === null && one.ownerId !== null ? [one.ownerId] : [])))];
  const owners = new Map(asked.length === 0 ? [] : (await db.query<OwnerRow[]>(OWNERS, [route.integration_id, asked])).map((row) => [row.external_id, row.email]));
  const unread = asked.filter((id) => !owners.has(id));
  const absent = new Set(unread.length === 0 ? [] : (await db.query<{ external_id: string }[]>(ABSENT, [route.integration_id, unread])).map((row) => row.external_id));
  return new Map(records.map(({ recordId, record, ownerId }): [string, Way] => {
    const reason = refused.get(recordId);
    if (reason !== undefined) return [recordId, { to: 'nobody', reason }];
    const found = byPhone.get(recordId);
    if (found !== undefined) return [recordId, found];
    const own = ownEmail(record);
    if (own !== null || ownerId === null || record.kind === 'customer') return [recordId, wayTo(own)];
    const owner = owners.get(ownerId);
    if (owner !== undefined) return [recordId, wayTo(owner)];
    return [recordId, absent.has(ownerId) ? { to: 'nobody', reason: 'owner_not_known' } : { to: 'owner', ownerId }];
  }));
}

const PUT = `insert into routed_record as t (route_id, record_id, workspace_id, kind, external_id, owner_id, address)
  select $1::uuid, x.record_id, $2::uuid, x.kind, x.external_id, x.owner_id, x.address
  from jsonb_to_recordset($3::jsonb) as x(record_id uuid, kind text, external_id text, owner_id text, address text)
  on conflict (route_id, record_id) do update set address = excluded.address, owner_id = excluded.owner_id
  where (t.address, t.owner_id) is distinct from (excluded.address, excluded.owner_id)`;

/** Orders follow their customer to another address. */
const MOVE_ORDERS = `update routed_record t set address = x.address
  from jsonb_to_recordset($2::jsonb) as x(external_id text, address text)
  where t.route_id = $1 and t.owner_id = x.external_id and t.kind = 'order' and t.address is distinct from x.address
    and not exists (select 1 from source_record s where s.id = t.record_id and s.body::jsonb #>> '{contact,email}' is not null)`;

const FORMER = `select record_id, address from routed_record where route_id = $1 and record_id = any($2::uuid[]) and address is not null`;

/**
 * Remembers where records lead; returns where those that lead to another address now have led before, by record id. `asking`: the
 * platform is asked about phones nothing was found by.
 */
export async function putWays(db: Queryable, route: RouteRow, records: readonly StoredRecord[], ways: ReadonlyMap<string, Way>, asking: boolean): Promise<Map<string, string>> {
  const addressOf = (recordId: string): string | null => {
    const way = ways.get(recordId);
    return way?.to === 'address' ? way.address : null;
  };
  const former = await db.query<{ record_id: string; address: string }[]>(FORMER, [route.id, records.map((one) => one.recordId)]);
  await db.query(PUT, [route.id, route.workspace_id, JSON.stringify(records.map((one) => ({ record_id: one.recordId, kind: one.kind, external_id: one.externalId, owner_id: one.ownerId, address: addressOf(one.recordId) })))]);
  await putSearches(db, route, records, ways, asking);
  const customers = records.filter((one) => one.kind === 'customer').map((one) => ({ external_id: one.externalId, address: addressOf(one.recordId) }));
  if (customers.length > 0) await db.query(MOVE_ORDERS, [route.id, JSON.stringify(customers)]);
  return new Map(former.filter((row) => addressOf(row.record_id) !== row.address).map((row) => [row.record_id, row.address]));
}
