import { addressHash } from '#libs/domain/relay/address-hash.js';
import type { CustomerRecord, SubscriberRecord } from '#libs/domain/records.js';
import type { Queryable } from '#libs/security/queryable.js';
import type { Carrier, SubscriberFacts } from './subscriber-verdict.js';

/** What the file of a route is made from. `account`: the outside account of its destination; null before it was authenticated. */
export type SubscriberSource = { readonly integrationId: string; readonly routeId: string; readonly destinationId: string; readonly account: string | null; readonly shop: string | null };

/** An address with the records that carry it or once did. */
export type AddressRow = { readonly address: string; readonly ids: readonly string[] };

type RecordRow = { readonly id: string; readonly gone: boolean; readonly body: string };
type ConsentRow = { readonly id: string; readonly shop: string; readonly state: 'granted' | 'refused'; readonly changedMs: number | null; readonly observedMs: number };
type OptRow = { readonly hash: Buffer; readonly callback: 'in' | 'out' | null; readonly callbackMs: number | null; readonly inMs: number | null; readonly outMs: number | null };
type CalledRow = { readonly address: string; readonly direction: 'in' | 'out'; readonly atMs: number };

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

const RECORDS = `select id, gone_at is not null as gone, body from source_record where id = any($1::uuid[]) order by source_at desc, id desc`;
const CONSENTS = `select record_id as id, shop, state, ${ms('changed_at')} as "changedMs", ${ms('observed_at')} as "observedMs"
  from consent where record_id = any($1::uuid[]) and kind = 'newsletter' and channel = 'email'`;
/** A contact that is left out, and an opt-in that is: those of people who must not be brought back, or about whom a person has to decide. */
const EXCLUDED = `select distinct record_id as id from route_exclusion where route_id = $1 and record_id = any($2::uuid[])
  and (effect = 'contact' or effect = 'consent:email' and reason in ('opted_out_there', 'removed_there', 'consent_source_changed'))`;
const OPTS = `select address_hash as hash, callback, ${ms('callback_at')} as "callbackMs", ${ms('seen_in_at')} as "inMs", ${ms('last_out_at')} as "outMs"
  from remote_opt where account = $1 and channel = 'email' and address_hash = any($2::bytea[])`;
const REMOVED = `select address_hash as hash from remote_contact where account = $1 and address_hash = any($2::bytea[]) and removed_at is not null`;
/** Told and not applied yet: what was applied is in `remote_opt`. */
const CALLED = `select distinct on (c.address) c.address, c.direction, ${ms('c.received_at')} as "atMs"
  from consent_callback c join route r on r.id = c.route_id
  where r.destination_id = $1 and c.address = any($2::text[]) and c.applied_at is null order by c.address, c.received_at desc`;

/** The last opt-out that nothing takes back. */
function lastOut(opt: OptRow | undefined, called: CalledRow | undefined): number | null {
  const inMs = Math.max(opt?.inMs ?? 0, opt?.callback === 'in' ? (opt.callbackMs ?? 0) : 0, called?.direction === 'in' ? called.atMs : 0);
  const outMs = Math.max(opt?.outMs ?? 0, opt?.callback === 'out' ? (opt.callbackMs ?? 0) : 0, called?.direction === 'out' ? called.atMs : 0);
  return outMs > 0 && outMs >= inMs ? outMs : null;
}

/** What is known of some addresses, in their order. */
export async function subscriberFacts(db: Queryable, { routeId, destinationId, account }: SubscriberSource, rows: readonly AddressRow[]): Promise<readonly SubscriberFacts[]> {
  const ids = rows.flatMap((row) => row.ids);
  const addresses = rows.map((row) => row.address);
  const hashes = account === null ? [] : addresses.map((address) => addressHash(account, address));
  const hashOf = new Map(addresses.map((address, n) => [address, hashes[n]?.toString('base64') ?? '']));
  const carriedBy = Map.groupBy(rows.flatMap((row) => row.ids.map((id) => ({ id, address: row.address }))), (one) => one.id);
  const records = Map.groupBy((await db.query<RecordRow[]>(RECORDS, [ids])).flatMap((row) => (carriedBy.get(row.id) ?? []).map(({ address }) => ({ address, row }))), (one) => one.address);
  const consents = Map.groupBy(await db.query<ConsentRow[]>(CONSENTS, [ids]), (row) => row.id);
  const excluded = new Set((await db.query<{ id: string }[]>(EXCLUDED, [routeId, ids])).map((row) => row.id));
  const opts = new Map((await db.query<OptRow[]>(OPTS, [account, hashes])).map((row) => [row.hash.toString('base64'), row]));
  const removed = new Set((await db.query<{ hash: Buffer }[]>(REMOVED, [account, hashes])).map((row) => row.hash.toString('base64')));
  const called = new Map((await db.query<CalledRow[]>(CALLED, [destinationId, addresses])).map((row) => [row.address, row]));
  const carrierOf = ({ id, gone, body }: RecordRow): Carrier => ({
    record: JSON.parse(body) as CustomerRecord | SubscriberRecord, gone, excluded: excluded.has(id),
    consents: (consents.get(id) ?? []).map(({ shop, state, changedMs, observedMs }) => ({ shop: shop === '' ? null : shop, state, changedMs, observedMs })),
  });
  return addresses.map((address) => {
    const hash = hashOf.get(address) ?? '';
    return { address, carriers: (records.get(address) ?? []).map(({ row }) => carrierOf(row)), outMs: lastOut(opts.get(hash), called.get(address)), removed: removed.has(hash) };
  });
}
