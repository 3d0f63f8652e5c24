import { addressRules } from '#libs/domain/email.js';
import { newId } from '#libs/domain/ids.js';
import { EMPTY_LEDGER } from '#libs/domain/ledger.js';
import type { CustomerRecord, OrderRecord } from '#libs/domain/records.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import type { PartContext, PartProgress } from '#libs/ingest/page.js';
import { Problem } from '#tools/problem.js';
import type { House } from './house.js';

/** Where records are put. */
export type Place = Pick<House, 'dataSource' | 'workspaceId' | 'integrationId'>;

const PAGE = 100;

/** `backfill`: as a first synchronisation reads; `by-id`: as a webhook or a round of following brings it. */
export type PlantLane = 'backfill' | 'by-id';

const KINDS = { customer: 'customers', order: 'orders' } as const;

/** A part of a run that has ended, so that nobody else goes on with it. */
async function openPart(house: Place, stream: 'customers' | 'orders', lane: PlantLane): Promise<string> {
  const [runId, partId] = [newId(), newId()];
  await house.dataSource.query(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by, ended_at) values ($1, $2, $3, 'webhook', 'complete', 0, 'bench', now())`, [runId, house.workspaceId, house.integrationId]);
  await house.dataSource.query(
    `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, settings_version) select $1, $2, $3, id, $5, $6, 0, '{}', settings_version from integration where id = $4`,
    [partId, runId, house.workspaceId, house.integrationId, stream, lane],
  );
  return partId;
}

/** Puts records into the database the way every connector's pages go: the service's own ingest, cards and routes included. */
export async function plant(house: Place, kind: 'customer' | 'order', lane: PlantLane, count: number, recordOf: (index: number) => CustomerRecord | OrderRecord): Promise<void> {
  const stream = KINDS[kind];
  const partId = await openPart(house, stream, lane);
  const [part] = await house.dataSource.query<{ run_id: string; settings_version: number }[]>(`select run_id, settings_version from part where id = $1`, [partId]);
  const context: PartContext = {
    workspaceId: house.workspaceId, integrationId: house.integrationId, runId: part?.run_id ?? '', partId, stream, kind, lane, epoch: 0, settingsVersion: part?.settings_version ?? 0,
    appliedWith: 'bench', trustedTime: true, addresses: addressRules(), fields: new Map(), range: {}, askable: new Set(), sweepDigest: () => null,
  };
  let progress: PartProgress = { seq: 0, cursor: null, counts: EMPTY_LEDGER, excludedReasons: {}, pages: 0, swept: 0, queued: 0, exclusiveFor: 0 };
  for (let at = 0; at < count; at += PAGE) {
    const records = Array.from({ length: Math.min(PAGE, count - at) }, (_, index) => recordOf(at + index));
    const result = await ingestPages(house.dataSource, context, progress, [{ records, rejects: [], excluded: [], cursor: { last: at }, done: at + PAGE >= count, requestedMs: Date.now() }]);
    if (result.status !== 'committed') throw new Problem('The records could not be put into the database.');
    progress = result.progress;
  }
  if (progress.counts.written !== count) throw new Problem(`${String(progress.counts.written)} of ${String(count)} records (${kind}) were written.`);
}
