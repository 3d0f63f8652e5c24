import type { DataSource } from 'typeorm';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import { buildContact } from '#libs/domain/relay/contact.js';
import { personIsOld } from '#libs/domain/relay/age.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import type { JsonObject } from '#libs/domain/words.js';
import { addressVerdict, consentEffects, orderEffects, orderEvent, type Judging } from '../people/judge-person.js';
import { loadPeople, type Loaded } from '../people/load-people.js';
import { prepareJudging } from '../people/prepare-judging.js';
import { routeRelatives } from '../people/relatives.js';
import { findWays, putWays, type StoredRecord } from '../people/routing.js';
import { findDestination, findRoute, type RouteRow } from '../rows.js';

/** One call that would be made, without authentication; `when` names what is decided only when the contact has been read. */
export type PreviewWrite = { readonly kind: 'contact' | 'consent' | 'event'; readonly path: string; readonly body: JsonObject; readonly silent: boolean; readonly when: string | null; readonly notes: readonly JsonObject[] };

/** What one record leads to: calls, and what is left out with the reason. */
export type PreviewEntry = {
  readonly recordId: string; readonly kind: string; readonly externalId: string; readonly address: string | null;
  readonly writes: readonly PreviewWrite[];
  readonly excluded: readonly { readonly effect: string; readonly reason: string }[];
};

export type PreviewInput = {
  readonly routeId: string; readonly limit: number; readonly recordIds: readonly string[] | null;
  readonly destinations: (kind: string) => DestinationDefinition; readonly connectors: (platform: string) => ConnectorDefinition;
};

/** A preview changes nothing: the transaction it looks things up in is undone. */
class Undo extends Error {
  constructor(readonly entries: readonly PreviewEntry[]) {
    super('preview');
  }
}

const NEWEST = `select id as "recordId", kind, external_id as "externalId", owner_id as "ownerId", body from source_record
  where integration_id = $1 and kind in ('customer', 'order', 'subscriber') and gone_at is null and ($2::uuid[] is null or id = any($2::uuid[])) order by updated_at desc, id limit $3`;

function personWrites(judging: Judging, { person, records }: Loaded, stored: StoredRecord): Pick<PreviewEntry, 'writes' | 'excluded'> {
  const { destination, route } = judging;
  const verdict = addressVerdict(judging, person);
  const record = records.find((one) => one.recordId === stored.recordId);
  if (record === undefined) return { writes: [], excluded: [] };
  const silent = personIsOld(person, route.started_ms);
  const subject = { person, record, silent };
  const effects = [...consentEffects(judging, subject, verdict).effects, ...(stored.kind === 'order' ? orderEffects(judging, subject, verdict) : [])];
  const writes: PreviewWrite[] = [];
  const excluded = effects.flatMap((effect) => (effect.verdict.send === false ? [{ effect: effect.key, reason: effect.verdict.reason }] : []));
  if (verdict.send === false) return { writes, excluded: [{ effect: 'contact', reason: verdict.reason }, ...excluded] };
  const contact = destination.fitContact(buildContact(person, route.options, judging.building));
  writes.push({ kind: 'contact', ...destination.previewContact(contact.write, silent), silent, when: silent ? 'unknown_there' : null, notes: contact.notes.map((note) => ({ ...note })) });
  for (const effect of effects) {
    if (effect.verdict.send !== true) continue;
    if (effect.kind === 'consent') {
      const opt = { email: null, sms: null, [effect.key === 'consent:email' ? 'email' : 'sms']: effect.wish?.opt ?? null };
      writes.push({ kind: 'consent', ...destination.previewContact({ ...contact.write, opt }, silent), silent, when: 'opt_state_there', notes: [] });
    }
    const order = person.orders.find((one) => one.record.externalId === effect.orderId)?.record;
    if (effect.kind === 'event' && order !== undefined && effect.eventType !== null && effect.eventType !== 'CART') {
      const event = destination.fitEvent(orderEvent(judging, person, order, effect.eventType));
      writes.push({ kind: 'event', ...destination.previewEvent(event.write), silent: false, when: 'contact_there', notes: event.notes.map((note) => ({ ...note })) });
    }
  }
  return { writes, excluded };
}

async function look(db: Parameters<typeof loadPeople>[0], input: PreviewInput, route: RouteRow, account: string, destination: DestinationDefinition): Promise<PreviewEntry[]> {
  const rows = await db.query<(Omit<StoredRecord, 'record'> & { body: string })[]>(NEWEST, [route.integration_id, input.recordIds, input.limit]);
  const records = rows.map(({ body, ...rest }): StoredRecord => ({ ...rest, record: JSON.parse(body) as NeutralRecord }));
  const ways = await findWays(db, route, records);
  await putWays(db, route, records, ways);
  await routeRelatives(db, route, records.map((one) => one.recordId));
  const addresses = [...ways.values()].flatMap((way) => (way.to === 'address' ? [way.address] : []));
  const people = await loadPeople(db, route.id, addresses);
  const judging = await prepareJudging(db, { route, account, destination, connector: input.connectors(route.platform), nowMs: Date.now() }, people);
  return records.map((stored): PreviewEntry => {
    const way = ways.get(stored.recordId);
    const base = { recordId: stored.recordId, kind: stored.kind, externalId: stored.externalId };
    const loaded = way?.to === 'address' ? people.get(way.address) : undefined;
    if (way?.to !== 'address' || loaded === undefined) return { ...base, address: null, writes: [], excluded: [{ effect: 'contact', reason: way?.to === 'nobody' ? way.reason : 'owner_not_known' }] };
    return { ...base, address: way.address, ...personWrites(judging, loaded, stored) };
  });
}

/** The exact writes some records would lead to now; sends nothing and changes nothing. Empty when the route is gone. */
export async function previewRecords(dataSource: DataSource, input: PreviewInput): Promise<readonly PreviewEntry[]> {
  const route = await findRoute(dataSource, input.routeId);
  const row = route === null ? null : await findDestination(dataSource, route.destination_id);
  if (route === null || row === null) return [];
  try {
    return await dataSource.transaction(async (manager) => {
      throw new Undo(await look(manager, input, route, row.account ?? '', input.destinations(row.kind)));
    });
  } catch (error) {
    if (error instanceof Undo) return error.entries;
    throw error;
  }
}
