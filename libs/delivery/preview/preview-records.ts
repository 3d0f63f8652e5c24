import type { DataSource } from 'typeorm';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { loadPeople } from '../people/load-people.js';
import { prepareJudging } from '../people/prepare-judging.js';
import { routeRelatives } from '../people/relatives.js';
import { findWays, putWays, type StoredRecord } from '../people/routing.js';
import { findDestination, findRoute, type RouteRow } from '../rows.js';
import { findKnowledge } from '../send/remote-knowledge.js';
import { personWrites, type PreviewEntry } from './person-writes.js';

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
  where integration_id = $1 and kind in ('customer', 'order', 'subscriber') and gone_at is null and ($2::uuid[] is null or id = any($2::uuid[])) order by updated_at desc, id desc limit $3`;

async function look(db: Parameters<typeof loadPeople>[0], input: PreviewInput, route: RouteRow, account: string, destination: DestinationDefinition): Promise<PreviewEntry[]> {
  const rows = await db.query<(Omit<StoredRecord, 'record'> & { body: string })[]>(NEWEST, [route.integration_id, input.recordIds, input.recordIds?.length ?? input.limit]);
  const records = rows.map(({ body, ...rest }): StoredRecord => ({ ...rest, record: JSON.parse(body) as NeutralRecord }));
  const connector = input.connectors(route.platform);
  const ways = await findWays(db, route, connector, records);
  await putWays(db, route, records, ways, false);
  await routeRelatives(db, route, connector, records.map((one) => one.recordId));
  const addresses = [...ways.values()].flatMap((way) => (way.to === 'address' ? [way.address] : []));
  const people = await loadPeople(db, route, addresses);
  const judging = await prepareJudging(db, { route, account, destination, connector, nowMs: Date.now() }, people);
  const knowledge = await findKnowledge(db, account, addresses);
  return records.map((stored): PreviewEntry => {
    const way = ways.get(stored.recordId);
    const base = { recordId: stored.recordId, kind: stored.kind, externalId: stored.externalId };
    const loaded = way?.to === 'address' ? people.get(way.address) : undefined;
    if (way?.to !== 'address' || loaded === undefined) return { ...base, address: null, writes: [], excluded: [{ effect: 'contact', reason: way?.to === 'nobody' ? way.reason : 'owner_not_known' }] };
    return { ...base, address: way.address, ...personWrites(judging, loaded, stored, knowledge.get(way.address)?.deliveredByUs === true) };
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
