import type { Queryable } from '#libs/security/queryable.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { addressRules, joiningEmail } from '#libs/domain/email.js';
import { emailByPhone, phonesOf, seeksEmail } from '#libs/domain/relay/email-by-phone.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { lockSearch } from '#libs/sync/lock-search.js';
import type { StoredRecord, Way } from '../people/routing.js';
import type { RouteRow } from '../rows.js';
import { speaksForItself } from './own-email.js';
import { ordersByPhone } from './stored-orders.js';

type Seeking = { readonly recordId: string; readonly order: OrderRecord; readonly phones: readonly string[] };

/** Orders whose purchase has arrived, or is on its way, by this very route: they stay with whom it was told of. */
const KEPT = `select t.record_id as "recordId", t.address from route r join destination d on d.id = r.destination_id join routed_record t on t.route_id = r.id
    join delivered_fact f on f.account = d.account and f.source_account = $3 and f.order_id = t.external_id and f.event_type = 'PURCHASE' and f.route_id = r.id
  where r.id = $1 and t.record_id = any($2::uuid[]) and t.address is not null`;

/** Asked about a day ago or longer, a phone is worth another look for an order that was not there then. */
const LOOKED = `select phone, state, coalesce(looked_at < now() - interval '1 day', true) as old from phone_lookup where integration_id = $1 and phone = any($2::text[])`;
const KNOWN = `select record_id || ' ' || phone as place from email_search where route_id = $1 and record_id = any($2::uuid[])`;

type Looked = { readonly state: 'due' | 'done'; readonly old: boolean };
type Asked = { readonly looked: ReadonlyMap<string, Looked>; readonly known: ReadonlySet<string> };

/** Phones of an order the platform should still be asked about. */
function toAsk({ recordId, phones }: Seeking, { looked, known }: Asked): string[] {
  return phones.filter((phone) => {
    const last = looked.get(phone);
    return last === undefined || (last.state === 'done' && last.old && !known.has(`${recordId} ${phone}`));
  });
}

async function findAsked(db: Queryable, route: RouteRow, seeking: readonly Seeking[]): Promise<Asked> {
  const looked = await db.query<(Looked & { phone: string })[]>(LOOKED, [route.integration_id, [...new Set(seeking.flatMap((one) => one.phones))]]);
  const known = await db.query<{ place: string }[]>(KNOWN, [route.id, seeking.map((one) => one.recordId)]);
  return { looked: new Map(looked.map((row) => [row.phone, row])), known: new Set(known.map((row) => row.place)) };
}

/**
 * Where orders with a masked address lead by their phone, by record id; orders that need no such search are absent. Own stored
 * orders are free and looked at first. Each phone the platform is asked about costs 1 + n requests (2 + n where it is asked in two
 * forms), n being the orders it finds; only the flow that follows a journal asks, so a platform without one is never asked.
 */
export async function waysByPhone(db: Queryable, route: RouteRow, connector: ConnectorDefinition, records: readonly StoredRecord[]): Promise<Map<string, Way>> {
  const { emailByPhone: how } = route.options;
  const ways = new Map<string, Way>();
  // Options saved before this one existed do not name it.
  if (how !== 'surname' && how !== 'phone') return ways;
  const addresses = addressRules(route.generic, route.allegro_domains);
  const seeking = records.flatMap(({ recordId, record, ownerId }): Seeking[] => {
    if (record.kind !== 'order' || !speaksForItself(record, ownerId) || !seeksEmail(record, addresses)) return [];
    const phones = phonesOf(record);
    return phones.length === 0 ? [] : [{ recordId, order: record, phones }];
  });
  if (seeking.length === 0) return ways;
  await lockSearch(db, route.integration_id);
  const kept = new Map((await db.query<{ recordId: string; address: string }[]>(KEPT, [route.id, seeking.map((one) => one.recordId), route.source_account])).map((row) => [row.recordId, row.address]));
  const stored = await ordersByPhone(db, route, seeking.flatMap((one) => one.phones));
  const asked = await findAsked(db, route, seeking);
  for (const one of seeking) {
    const { recordId, order, phones } = one;
    const before = joiningEmail(kept.get(recordId) ?? null, addresses);
    const found = before === null ? emailByPhone(order, phones.flatMap((phone) => stored.get(phone) ?? []), how, addresses) : { address: before };
    if ('address' in found) ways.set(recordId, { to: 'address', address: found.address, search: { phones, ask: [] } });
    else if (found.reason === 'email_ambiguous' || connector.journal === undefined) ways.set(recordId, { to: 'nobody', reason: found.reason, search: { phones, ask: [] } });
    else {
      const ask = toAsk(one, asked);
      const waits = ask.length > 0 || phones.some((phone) => asked.looked.get(phone)?.state === 'due');
      ways.set(recordId, { to: 'nobody', reason: waits ? 'email_search_waits' : found.reason, search: { phones, ask } });
    }
  }
  return ways;
}
