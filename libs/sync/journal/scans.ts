import { newId } from '#libs/domain/ids.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { PartPlan } from '#libs/connectors/sdk/stream.js';
import type { PartContext } from '#libs/ingest/page.js';
import type { IngestSession } from '#libs/ingest/session.js';
import type { Engine } from '../engine.js';
import type { Gap } from './advance.js';
import { gapOf } from './gap-text.js';
import { FORGET_SEEN, HAND_SEEN_ON, QUEUE_UNSEEN, SCANS, SUM_UP, UNSEEN } from './statements.js';
import type { NewPart } from './write-reading.js';

/** What was left with a reason is taken up again after so long, ms. */
const AGAIN_MS = 15 * 60_000;

type ScanRow = { readonly id: string; readonly state: 'open' | 'done' | 'incomplete'; readonly range: JsonObject; readonly cursor: JsonObject | null; readonly isOver: boolean; readonly updatedMs: number; /** When its first part was planned. */ readonly begunMs: number };

/** What has to happen to scans begun earlier. */
export type ScanWork = { readonly finished: readonly ScanRow[]; readonly renewed: readonly { readonly old: ScanRow; readonly part: NewPart }[]; /** Ids still under way. */ readonly left: readonly string[] };

/** Parts that read a gap, as planned by the lane of changes; the gap travels with each of them. */
export const partsOf = (gap: Gap, plans: readonly PartPlan[]): NewPart[] =>
  plans.map((plan) => ({ id: newId(), range: { ...plan.range, gap }, cursor: plan.cursor, expected: plan.expected, requests: plan.requests }));

/** Looks after scans: those that are done are summed up, those that were left (a failure, a stop, the end of their day) go on. */
export async function lookAtScans(engine: Engine, ids: readonly string[], nowMs: number): Promise<ScanWork> {
  if (ids.length === 0) return { finished: [], renewed: [], left: [] };
  const rows = await engine.dataSource.query<ScanRow[]>(SCANS.text, [[...ids]]);
  const finished = rows.filter((row) => row.state === 'done');
  const renewed = rows
    .filter((row) => row.state !== 'done' && (row.isOver || (row.state === 'incomplete' && nowMs - row.updatedMs >= AGAIN_MS)))
    .map((old) => ({ old, part: { id: newId(), range: { ...old.range, begunMs: old.begunMs }, cursor: old.cursor, expected: null, requests: null } }));
  const moved = new Set([...finished, ...renewed.map(({ old }) => old)].map((row) => row.id));
  return { finished, renewed, left: rows.filter((row) => !moved.has(row.id)).map((row) => row.id) };
}

/** The database half of `lookAtScans`, in the transaction that moves the cursor. */
export async function settleScans(session: IngestSession, context: PartContext, work: ScanWork): Promise<void> {
  for (const { old, part } of work.renewed) await session.query(HAND_SEEN_ON, [old.id, part.id]);
  for (const { id, range, begunMs } of work.finished) {
    const gap = gapOf(range);
    if (gap === null) continue;
    const unseen = await session.query<{ external_id: string }>(UNSEEN, [id, context.integrationId, context.kind, gap.rereadFromMs, gap.toMs]);
    const rows = unseen.rows.map((row) => ({ id: newId(), external_id: row.external_id }));
    if (rows.length > 0) await session.query(QUEUE_UNSEEN, [context.workspaceId, context.integrationId, context.stream, JSON.stringify(rows)]);
    await session.query(SUM_UP, [id, context.integrationId, context.kind, begunMs]);
    await session.query(FORGET_SEEN, [id]);
  }
}
