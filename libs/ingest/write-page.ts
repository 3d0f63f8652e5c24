import { deriveProfile, fieldCandidates, type FieldCandidate, type ProfileSource } from '#libs/domain/card.js';
import { isHinting, keyType, keyValue, ownerOf, type KeyText } from '#libs/domain/identity-keys.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { identityRows, type Assigned, type Assignment } from './assign.js';
import type { PartContext } from './page.js';
import { versionToStore } from './prepare.js';
import { settled, type IngestSession } from './session.js';
import { INSERT_CUSTOMERS, INSERT_HINTS, INSERT_IDENTITIES, INSERT_RECORDS, UPDATE_RECORDS, UPSERT_FIELDS } from './statements.js';
import { encodeTextArray } from './text-array.js';

/** Another writer took a key or changed a record since the look-up: roll back and look again. */
export class RaceLost extends Error {
  override readonly name = 'RaceLost';
}

const moment = (ms: number | null): string => (ms === null ? '-infinity' : new Date(ms).toISOString());

function recordRow(row: Assigned, context: PartContext): Record<string, unknown> {
  const version = versionToStore(row);
  const { record } = row;
  return {
    id: row.recordId,
    external_id: record.externalId,
    customer_id: row.customerId,
    hash: row.hash,
    was_hash: row.stored?.hash ?? null,
    was_gone: row.stored !== null && row.stored.gone_ms !== null,
    epoch: version.epoch,
    source_at: moment(version.sourceMs),
    requested_at: moment(version.requestedMs),
    keys: row.allKeys,
    profile_rank: row.profileRank,
    owner_id: ownerOf(record),
    order_number: record.kind === 'order' ? record.reference : null,
    placed_at: record.kind === 'order' ? (record.placedAt?.utc ?? null) : null,
    sweep_digest: context.sweepDigest(record),
  };
}

/** Best candidate of a batch for each card and field. */
export function bestFields(rows: readonly { readonly customerId: string | null; readonly record: NeutralRecord; readonly allKeys: readonly KeyText[] }[], context: PartContext): Record<string, unknown>[] {
  const best = new Map<string, { readonly candidate: FieldCandidate; readonly customerId: string; readonly fieldId: string }>();
  if (context.fields.size === 0) return [];
  for (const { customerId, record, allKeys } of rows) {
    if (customerId === null) continue;
    for (const candidate of fieldCandidates(record, allKeys)) {
      for (const fieldId of context.fields.get(candidate.role) ?? []) {
        const key = `${customerId}/${fieldId}`;
        const other = best.get(key);
        if (other === undefined || candidate.rank > other.candidate.rank) best.set(key, { candidate, customerId, fieldId });
      }
    }
  }
  return [...best.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { candidate, customerId, fieldId }]) => ({ customer_id: customerId, field_id: fieldId, text_value: candidate.text, number_value: candidate.number, date_value: candidate.date, rank: candidate.rank }));
}

/** Hints of linked records, sorted the way they are written. */
export function hintRows(rows: readonly { readonly customerId: string | null; readonly allKeys: readonly KeyText[] }[]): { type: string; value: string; customer_id: string }[] {
  const seen = new Set<string>();
  for (const row of rows) if (row.customerId !== null) for (const key of row.allKeys.filter(isHinting)) seen.add(`${key}\n${row.customerId}`);
  return [...seen].sort().map((entry) => {
    const at = entry.lastIndexOf('\n');
    const key = entry.slice(0, at);
    return { type: keyType(key), value: keyValue(key), customer_id: entry.slice(at + 1) };
  });
}

const profileSource = (row: Assigned, integrationId: string): ProfileSource => ({ recordId: row.recordId, integrationId, record: row.record });

function customerRow(card: { readonly id: string; readonly members: readonly Assigned[] }, { integrationId, addresses }: PartContext): Record<string, unknown> {
  const sources = card.members.filter((member) => member.profileRank !== null).map((member) => profileSource(member, integrationId));
  const { profile, recordId } = deriveProfile(sources, addresses.allegroDomains);
  return { id: card.id, display_name: profile.displayName, email: profile.email, company: profile.company, search_text: profile.searchText, profile_record_id: recordId };
}

async function counted(session: IngestSession, statement: Parameters<IngestSession['query']>[0], values: readonly unknown[], expected: number): Promise<void> {
  if (expected === 0) return;
  const result = await session.query(statement, values);
  if (result.rowCount !== expected) throw new RaceLost(`${statement.name}: ${String(result.rowCount)} of ${String(expected)} rows`);
}

/**
 * Writes the records of a batch with their cards, keys, hints and field values; the transaction and the lock are the
 * caller's. Statements are pipelined: keys first, because losing one is the usual reason to start again.
 * @throws RaceLost when fewer keys or records were written than sent
 */
export async function writeAssigned(session: IngestSession, assignment: Assignment, context: PartContext): Promise<void> {
  const rows = [...assignment.plain, ...assignment.unclear];
  const fresh = rows.filter((row) => row.stored === null).sort((a, b) => (a.record.externalId < b.record.externalId ? -1 : 1));
  const known = rows.filter((row) => row.stored !== null).sort((a, b) => (a.recordId < b.recordId ? -1 : 1));
  const identities = identityRows(assignment);
  const hints = hintRows(assignment.plain);
  const fields = bestFields(assignment.plain, context);
  const { workspaceId, integrationId } = context;
  const bodies = (list: readonly Assigned[]): Buffer => encodeTextArray(list.map((row) => row.body));
  const records = (list: readonly Assigned[]): string => JSON.stringify(list.map((row) => recordRow(row, context)));
  const write = (statement: Parameters<IngestSession['query']>[0], count: number, values: readonly unknown[]): Promise<unknown> =>
    count === 0 ? Promise.resolve() : session.query(statement, values);
  await settled([
    counted(session, INSERT_IDENTITIES, [workspaceId, integrationId, JSON.stringify(identities)], identities.length),
    write(INSERT_CUSTOMERS, assignment.newCards.length, [workspaceId, JSON.stringify(assignment.newCards.map((card) => customerRow(card, context)))]),
    write(UPSERT_FIELDS, fields.length, [workspaceId, integrationId, JSON.stringify(fields)]),
    write(INSERT_HINTS, hints.length, [workspaceId, integrationId, JSON.stringify(hints)]),
    counted(session, INSERT_RECORDS, [workspaceId, integrationId, context.kind, context.appliedWith, records(fresh), bodies(fresh)], fresh.length),
    counted(session, UPDATE_RECORDS, [context.appliedWith, records(known), bodies(known)], known.length),
  ]);
}
