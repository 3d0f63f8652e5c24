import { addressHash } from '#libs/domain/relay/address-hash.js';
import type { OptInput } from '#libs/domain/relay/opt-decision.js';
import type { RemoteContact } from '#libs/destinations/sdk/destination.js';
import type { Queryable } from '#libs/security/queryable.js';
import type { ConsentChannelName } from '../consider/effects.js';

/** What is known of one contact, beyond what a read shows. */
export type Knowledge = { readonly contactId: string | null; readonly deliveredByUs: boolean; /** When the last write has arrived, ms since 1970. */ readonly deliveredMs: number | null; readonly opt: Readonly<Record<ConsentChannelName, OptInput['mapping']>> };

type ContactRow = { readonly hash: string; readonly contact_id: string | null; readonly delivered_ms: number | null; readonly created_ms: number | null; readonly with_opt_in: boolean };
type OptRow = { readonly hash: string; readonly channel: ConsentChannelName; readonly callback: 'in' | 'out' | null; readonly callback_ms: number | null; readonly seen_in: boolean; readonly out_reads: number; readonly first_ms: number | null; readonly last_ms: number | null };

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

const CONTACTS = `select encode(address_hash, 'hex') as hash, contact_id, ${ms('delivered_at')} as delivered_ms, ${ms('created_by_us_at')} as created_ms, created_with_opt_in as with_opt_in
  from remote_contact where account = $1 and address_hash = any(select decode(h, 'hex') from unnest($2::text[]) h)`;
const OPTS = `select encode(address_hash, 'hex') as hash, channel, callback, ${ms('callback_at')} as callback_ms, seen_in_at is not null as seen_in, out_reads, ${ms('first_out_at')} as first_ms, ${ms('last_out_at')} as last_ms
  from remote_opt where account = $1 and address_hash = any(select decode(h, 'hex') from unnest($2::text[]) h)`;

const isDelivered = (contact: ContactRow | undefined): boolean => contact !== undefined && contact.delivered_ms !== null;

function optOf(contact: ContactRow | undefined, row: OptRow | undefined): OptInput['mapping'] {
  return {
    deliveredByUs: isDelivered(contact),
    createdByUsMs: contact?.created_ms ?? null,
    createdWithFlags: contact?.with_opt_in ?? false,
    seenOptedIn: row?.seen_in ?? false,
    callback: row === undefined || row.callback === null || row.callback_ms === null ? null : { direction: row.callback, atMs: row.callback_ms },
    optedOutReads: row?.out_reads ?? 0,
    firstOptedOutMs: row?.first_ms ?? null,
    lastOptedOutMs: row?.last_ms ?? null,
  };
}

/** What is known of contacts at an outside account, by address. */
export async function findKnowledge(db: Queryable, account: string, addresses: readonly string[]): Promise<Map<string, Knowledge>> {
  const hashes = new Map(addresses.map((address) => [address, addressHash(account, address).toString('hex')]));
  const contacts = new Map((await db.query<ContactRow[]>(CONTACTS, [account, [...hashes.values()]])).map((row) => [row.hash, row]));
  const opts = new Map((await db.query<OptRow[]>(OPTS, [account, [...hashes.values()]])).map((row) => [`${row.hash} ${row.channel}`, row]));
  return new Map([...hashes].map(([address, hash]) => {
    const contact = contacts.get(hash);
    return [address, { contactId: contact?.contact_id ?? null, deliveredByUs: isDelivered(contact), deliveredMs: contact?.delivered_ms ?? null, opt: { email: optOf(contact, opts.get(`${hash} email`)), sms: optOf(contact, opts.get(`${hash} sms`)) } }];
  }));
}

/** A read counts once in this time, ms: two looks in one breath are one look. */
const APART = "interval '1 minute'";

/** An opt-out is counted and dated; being seen opted in forgets those before. */
const NOTE_OPTS = `insert into remote_opt as o (account, address_hash, channel, seen_in_at, out_reads, first_out_at, last_out_at)
  select $1, decode(x.hash, 'hex'), x.channel, case when not x.out then now() end, case when x.out then 1 else 0 end, case when x.out then now() end, case when x.out then now() end
  from jsonb_to_recordset($2::jsonb) as x(hash text, channel text, out boolean)
  on conflict (account, address_hash, channel) do update set
    seen_in_at = coalesce(excluded.seen_in_at, o.seen_in_at),
    out_reads = case when excluded.out_reads = 0 then 0 when o.last_out_at > now() - ${APART} then o.out_reads else o.out_reads + 1 end,
    first_out_at = case when excluded.out_reads = 0 then null else coalesce(o.first_out_at, excluded.first_out_at) end,
    last_out_at = case when excluded.out_reads = 0 then null when o.last_out_at > now() - ${APART} then o.last_out_at else excluded.last_out_at end
  where excluded.out_reads <> 0 or o.seen_in_at is null or o.out_reads <> 0`;

/** Remembers what reads have shown of opt states. */
export async function noteReads(db: Queryable, account: string, contacts: Iterable<RemoteContact>): Promise<void> {
  const rows = [...contacts].flatMap((one) => {
    const hash = addressHash(account, one.email).toString('hex');
    return [{ hash, channel: 'email', out: one.optedOut }, { hash, channel: 'sms', out: one.optedOutPhone }];
  });
  if (rows.length > 0) await db.query(NOTE_OPTS, [account, JSON.stringify(rows.sort((a, b) => (a.hash + a.channel < b.hash + b.channel ? -1 : 1)))]);
}

export type DeliveredContact = { readonly address: string; readonly contactId: string | null; readonly created: boolean; readonly withOptIn: boolean };

const NOTE_CONTACTS = `insert into remote_contact as c (account, address_hash, contact_id, created_by_us_at, created_with_opt_in, delivered_at)
  select $1, decode(x.hash, 'hex'), x.contact_id, case when x.created then now() end, x.with_opt_in, now()
  from jsonb_to_recordset($2::jsonb) as x(hash text, contact_id text, created boolean, with_opt_in boolean)
  on conflict (account, address_hash) do update set contact_id = coalesce(excluded.contact_id, c.contact_id), delivered_at = excluded.delivered_at, removed_at = null,
    created_by_us_at = coalesce(c.created_by_us_at, excluded.created_by_us_at), created_with_opt_in = c.created_with_opt_in or excluded.created_with_opt_in`;

/** Remembers contacts that have arrived, for ever. */
export async function noteDelivered(db: Queryable, account: string, delivered: readonly DeliveredContact[]): Promise<void> {
  if (delivered.length === 0) return;
  const rows = new Map(delivered.map((one) => [one.address, { hash: addressHash(account, one.address).toString('hex'), contact_id: one.contactId, created: one.created, with_opt_in: one.withOptIn }]));
  await db.query(NOTE_CONTACTS, [account, JSON.stringify([...rows.values()].sort((a, b) => (a.hash < b.hash ? -1 : 1)))]);
}

/** Contacts that were removed there, or have gone: remembered for everything that is not sent through the outbox. */
export async function noteRemoved(db: Queryable, account: string, addresses: readonly string[]): Promise<void> {
  if (addresses.length === 0) return;
  const hashes = [...new Set(addresses)].map((address) => addressHash(account, address).toString('hex')).sort();
  await db.query(
    `insert into remote_contact as c (account, address_hash, removed_at) select $1, decode(h, 'hex'), now() from unnest($2::text[]) h
     on conflict (account, address_hash) do update set removed_at = coalesce(c.removed_at, excluded.removed_at)`,
    [account, hashes],
  );
}

const FOLLOW_RENAME = `insert into remote_opt (account, address_hash, channel, callback, callback_at, seen_in_at, out_reads, first_out_at, last_out_at)
  select account, $3, channel, callback, callback_at, seen_in_at, out_reads, first_out_at, last_out_at from remote_opt where account = $1 and address_hash = $2
  on conflict do nothing`;

const FOLLOW_CREATION = `update remote_contact n set created_by_us_at = coalesce(n.created_by_us_at, o.created_by_us_at), created_with_opt_in = n.created_with_opt_in or o.created_with_opt_in
  from remote_contact o where n.account = $1 and n.address_hash = $3 and o.account = $1 and o.address_hash = $2`;

/** The former address is nobody's now: whoever has it next was not removed there. */
const FORGET_FORMER = `delete from remote_contact where account = $1 and address_hash = $2`;

/** What was known of a contact is known of its new address, which must have been noted as delivered. */
export async function noteRenamed(db: Queryable, account: string, from: string, to: string): Promise<void> {
  const hashes = [account, addressHash(account, from), addressHash(account, to)];
  await db.query(FOLLOW_RENAME, hashes);
  await db.query(FOLLOW_CREATION, hashes);
  await db.query(FORGET_FORMER, hashes.slice(0, 2));
}
