import type { Queryable } from '#libs/security/queryable.js';
import { consentsOf } from '#libs/domain/consent.js';
import type { Person, PersonConsent, Seen } from '#libs/domain/relay/person.js';
import { refuseOrder } from '#libs/domain/relay/refuse-order.js';
import type { ExclusionReason } from '#libs/domain/relay/exclusion-texts.js';
import type { CustomerRecord, NeutralRecord, OrderRecord, SubscriberRecord } from '#libs/domain/records.js';
import { isByPhone } from '../phone/own-email.js';
import type { RouteRow } from '../rows.js';

/** A record behind a person. */
export type PersonRecord = { readonly recordId: string; readonly kind: 'customer' | 'order' | 'subscriber'; readonly externalId: string };

/** A person with the ids of the records it is made of. */
export type Loaded = { readonly person: Person; readonly records: readonly PersonRecord[] };

type Row = {
  readonly record_id: string; readonly address: string; readonly kind: PersonRecord['kind']; readonly external_id: string; readonly owner_id: string | null;
  readonly body: string; readonly first_ms: number; readonly requested_ms: number; readonly gone: boolean;
};
type ConsentRow = {
  readonly record_id: string; readonly kind: PersonConsent['kind']; readonly channel: PersonConsent['channel']; readonly shop: string;
  readonly state: PersonConsent['state']; readonly changed_ms: number | null; readonly observed_ms: number;
};

/** An address that thousands of orders share is nobody's; the newest say enough. */
const MOST_RECORDS = 2_000;

const RECORDS = `select t.record_id, t.address, t.kind, t.external_id, t.owner_id, s.body, s.gone_at is not null as gone,
    (extract(epoch from s.created_at) * 1000)::float8 as first_ms, (extract(epoch from s.requested_at) * 1000)::float8 as requested_ms
  from unnest($2::text[]) as a(address) cross join lateral (
    select * from routed_record t where t.route_id = $1 and t.address = a.address order by t.record_id desc limit ${String(MOST_RECORDS)}
  ) t join source_record s on s.id = t.record_id`;

const CONSENTS = `select record_id, kind, channel, shop, state, (extract(epoch from changed_at) * 1000)::float8 as changed_ms,
    (extract(epoch from observed_at) * 1000)::float8 as observed_ms
  from consent where record_id = any($1::uuid[])`;

const isAccount = (row: Row, record: NeutralRecord): boolean =>
  !row.gone && (record.kind === 'customer' ? record.standing === 'account' : record.kind === 'subscriber' && record.ownerId !== null);

/** Stored statements, and the silent no of account rows that show no consent (ADR 0014). A record that is gone grants nothing. */
function statementsOf(row: Row, record: NeutralRecord, stored: readonly ConsentRow[]): PersonConsent[] {
  const byAccount = isAccount(row, record);
  const said = stored.filter((one) => !row.gone || one.state === 'refused').map((one): PersonConsent => ({
    kind: one.kind, channel: one.channel, shop: one.shop === '' ? null : one.shop, state: one.state, changedMs: one.changed_ms, observedMs: one.observed_ms, byAccount, silent: false, source: row.kind,
  }));
  if (!byAccount || record.kind !== 'customer') return said;
  const silent = consentsOf(record).filter((one) => one.state === 'refused' && one.changedAt === null);
  return [...said, ...silent.filter((one) => !said.some((other) => other.kind === one.kind && other.channel === one.channel && other.shop === one.shop)).map((one): PersonConsent => ({
    kind: one.kind, channel: one.channel, shop: one.shop, state: one.state, changedMs: null, observedMs: row.requested_ms, byAccount, silent: true, source: row.kind,
  }))];
}

/** What a person of a route is read by. */
export type PeopleRoute = Pick<RouteRow, 'id' | 'options' | 'served'>;

/** Options, or the other routes of the destination, may have changed since a record was routed. */
function refusalOf(record: NeutralRecord, { options, served }: PeopleRoute): ExclusionReason | null {
  return record.kind === 'order' ? refuseOrder(record, options, served) : null;
}

function personOf(address: string, stored: readonly Row[], consents: ReadonlyMap<string, readonly ConsentRow[]>, route: PeopleRoute): Loaded {
  const all = stored.map((row) => {
    const record = JSON.parse(row.body) as NeutralRecord;
    return { row, record, reason: refusalOf(record, route) };
  });
  const parsed = all.filter(({ reason }) => reason === null);
  const refused = new Map(all.flatMap(({ row, reason }): [string, ExclusionReason][] => (reason === null ? [] : [[row.external_id, reason]])));
  const seen = <R extends NeutralRecord>(kind: R['kind']): Seen<R>[] =>
    parsed.filter((one) => one.record.kind === kind).map(({ row, record }) => ({ record: record as R, firstSeenMs: row.first_ms, gone: row.gone, ...(isByPhone(record, row.owner_id, address) ? { guessed: true } : {}) }));
  return {
    person: {
      address,
      customers: seen<CustomerRecord>('customer'),
      subscribers: seen<SubscriberRecord>('subscriber'),
      orders: seen<OrderRecord>('order'),
      // An order that was given this address by its phone is a guess, and no guess agrees to anything.
      consents: parsed.flatMap(({ row, record }) => (isByPhone(record, row.owner_id, address) ? [] : statementsOf(row, record, consents.get(row.record_id) ?? []))),
      ...(refused.size === 0 ? {} : { refused }),
    },
    records: parsed.map(({ row }) => ({ recordId: row.record_id, kind: row.kind, externalId: row.external_id })),
  };
}

/** Everything a route knows of some addresses; an address no record leads to is left out. Orders that are none on the route are in no person. */
export async function loadPeople(db: Queryable, route: PeopleRoute, addresses: readonly string[]): Promise<Map<string, Loaded>> {
  if (addresses.length === 0) return new Map();
  const rows = await db.query<Row[]>(RECORDS, [route.id, [...new Set(addresses)]]);
  const consents = Map.groupBy(await db.query<ConsentRow[]>(CONSENTS, [rows.map((row) => row.record_id)]), (row) => row.record_id);
  return new Map([...Map.groupBy(rows, (row) => row.address)].map(([address, own]) => [address, personOf(address, own, consents, route)]));
}
