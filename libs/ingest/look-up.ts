import { keyType, keyValue, type KeyText } from '#libs/domain/identity-keys.js';
import type { KnownKeys } from './assign.js';
import type { PartContext } from './page.js';
import type { Judged, Prepared, StoredRow } from './prepare.js';
import { settled, type IngestSession } from './session.js';
import { FIND_COUNTED, FIND_HASHES, FIND_IDENTITIES, FIND_OPEN_REJECTS, FIND_RECORDS, FIND_SHOP_IDS_OF_CARDS, IDENTITY_COUNTER, RULED_KEYS } from './statements.js';

/** Ids of records that are stored with this content under these settings: nothing to do for them. */
export async function findUnchanged(session: IngestSession, records: readonly Prepared[], losers: readonly Prepared[], context: PartContext): Promise<Set<string>> {
  // Older copies in the same batch may carry keys nobody has seen yet.
  const contested = new Set(losers.map((copy) => copy.record.externalId));
  const ids = records.map((copy) => copy.record.externalId);
  const found = await session.query<{ external_id: string; hash: string }>(FIND_HASHES, [context.integrationId, context.kind, ids, context.appliedWith]);
  const hashes = new Map(found.rows.map((row) => [row.external_id, row.hash]));
  return new Set(records.filter((copy) => !contested.has(copy.record.externalId) && hashes.get(copy.record.externalId) === copy.hash).map((copy) => copy.record.externalId));
}

export async function findStored(session: IngestSession, records: readonly Prepared[], context: PartContext): Promise<Map<string, StoredRow>> {
  if (records.length === 0) return new Map();
  const found = await session.query<StoredRow>(FIND_RECORDS, [context.integrationId, context.kind, records.map((copy) => copy.record.externalId)]);
  const rows = new Map(found.rows.map((row) => [row.external_id, row]));
  const uncounted = records.flatMap(({ record }) => (record.kind === 'order' && record.counts === false && rows.has(record.externalId) ? [record.externalId] : []));
  if (uncounted.length === 0) return rows;
  const counted = await session.query<{ external_id: string }>(FIND_COUNTED, [context.integrationId, uncounted.sort()]);
  for (const { external_id: id } of counted.rows) {
    const row = rows.get(id);
    if (row !== undefined) rows.set(id, { ...row, counted: true });
  }
  return rows;
}

export async function findOpenRejects(session: IngestSession, ids: readonly string[], context: PartContext): Promise<{ id: string; external_id: string }[]> {
  return (await session.query<{ id: string; external_id: string }>(FIND_OPEN_REJECTS, [context.integrationId, context.stream, ids])).rows;
}

function shopIdsByCard(rows: readonly { readonly customer_id: string; readonly value: string }[]): Map<string, string[]> {
  const shopIds = new Map<string, string[]>();
  for (const row of rows) shopIds.set(row.customer_id, [...(shopIds.get(row.customer_id) ?? []), row.value]);
  return shopIds;
}

/**
 * The identity counter, read before anything else about cards: a join or split behind it changes the counter, and the
 * fence then refuses the page.
 */
export async function readCounter(session: IngestSession, context: PartContext): Promise<{ readonly counter: string; readonly hasRulings: boolean; readonly erasures: number }> {
  const [row] = (await session.query<{ counter: string; has_rulings: boolean; erasures: number }>(IDENTITY_COUNTER, [context.workspaceId])).rows;
  return { counter: row?.counter ?? '0', hasRulings: row?.has_rulings === true, erasures: row?.erasures ?? 0 };
}

/** Which keys are taken, and by which cards. `hasRulings`: somebody in the workspace has split or merged cards. */
export async function findKnownKeys(session: IngestSession, records: readonly Judged[], context: PartContext, hasRulings: boolean): Promise<KnownKeys> {
  const byType = new Map<string, Set<string>>();
  for (const copy of records) {
    for (const key of copy.keys.joining) {
      const values = byType.get(keyType(key)) ?? new Set<string>();
      byType.set(keyType(key), values.add(keyValue(key)));
    }
  }
  const types = [...byType.keys()];
  const answers = await settled([
    ...types.map((type) => session.query<{ value: string; customer_id: string }>(FIND_IDENTITIES, [context.workspaceId, type, [...(byType.get(type) ?? [])].sort()])),
  ]);
  const cards = new Map<KeyText, string>();
  answers.forEach((answer, index) => {
    for (const row of answer.rows as { value: string; customer_id: string }[]) cards.set(`${types[index] ?? ''}:${row.value}`, row.customer_id);
  });
  const met = new Set(records.filter((copy) => copy.profileRank === 0).flatMap((copy) => copy.keys.joining.flatMap((key) => cards.get(key) ?? [])));
  const shopIds = met.size === 0 ? [] : (await session.query<{ customer_id: string; value: string }>(FIND_SHOP_IDS_OF_CARDS, [[...met]])).rows;
  const keys = hasRulings ? [...new Set(records.flatMap((copy) => copy.keys.joining))] : [];
  const ruled = keys.length === 0 ? [] : (await session.query<{ key: KeyText }>(RULED_KEYS, [context.workspaceId, keys])).rows;
  return { cards, shopIds: shopIdsByCard(shopIds), ruled: new Set(ruled.map((row) => row.key)) };
}
