import type { JournalEntry } from '#libs/connectors/sdk/journal.js';
import { newId } from '#libs/domain/ids.js';
import { passFence, type PartEnd } from '#libs/ingest/fence.js';
import type { PartContext, PartProgress } from '#libs/ingest/page.js';
import { IngestSession } from '#libs/ingest/session.js';
import type { Engine } from '../engine.js';
import { ADD_PART, NOTE_SUCCESS, PUT_ENTRIES, PUT_KIN, QUEUE_TOLD } from './statements.js';
import type { Told } from './told.js';

/** A scan to be read beside the journal. */
export type NewPart = { readonly id: string; readonly range: object; readonly cursor: object | null; readonly expected: number | null; readonly requests: number | null };

/** An answer of the journal with everything it leads to. */
export type Reading = {
  readonly entries: readonly JournalEntry[];
  /** What they ask for. */
  readonly told: Told;
  readonly progress: PartProgress;
  /** Where the journal stands behind it. */
  readonly cursor: NonNullable<PartProgress['cursor']>;
  readonly parts: readonly NewPart[];
  readonly end: PartEnd;
  /** Runs in the same transaction, before the fence. */
  readonly also: (session: IngestSession) => Promise<void>;
};

async function write(session: IngestSession, engine: Engine, context: PartContext, reading: Reading): Promise<PartProgress | null> {
  const { workspaceId, integrationId, runId } = context;
  const { told } = reading;
  if (reading.entries.length > 0) {
    await session.query(PUT_ENTRIES, [integrationId, workspaceId, JSON.stringify(reading.entries.map((entry) => ({ log_id: entry.logId, type: entry.type, record_id: entry.recordId, object_id: entry.objectId, logged_at: new Date(entry.atMs).toISOString() })))]);
  }
  if (told.kin.length > 0) await session.query(PUT_KIN, [integrationId, workspaceId, JSON.stringify(told.kin.map(({ parentId, childId, kin }) => ({ parent_id: parentId, child_id: childId, kin })))]);
  if (told.records.length > 0) {
    const rows = told.records.map(({ externalId, born }) => ({ id: newId(), external_id: externalId, born }));
    await session.query(QUEUE_TOLD, [workspaceId, integrationId, context.stream, JSON.stringify(rows), engine.tuning.settleMs]);
  }
  if (reading.parts.length > 0) {
    const rows = reading.parts.map((part, index) => ({ ...part, place: index + 1 }));
    await session.query(ADD_PART, [runId, context.stream, JSON.stringify(rows), context.settingsVersion]);
  }
  await reading.also(session);
  await session.query(NOTE_SUCCESS, [integrationId]);
  const { progress } = reading;
  const next: PartProgress = {
    ...progress, seq: progress.seq + 1, cursor: reading.cursor, pages: progress.pages + 1,
    swept: progress.swept + reading.entries.length, queued: progress.queued + told.records.length,
  };
  return (await passFence(session, context, next, reading.end, null)) ? next : null;
}

/**
 * Entries, links, records to be read, scans and the cursor appear together or not at all. Null: the fence refused (another worker,
 * a pause, new settings), and nothing was written.
 */
export async function writeReading(engine: Engine, context: PartContext, reading: Reading): Promise<PartProgress | null> {
  const session = await IngestSession.open(engine.dataSource);
  try {
    await session.plain('begin');
    const next = await write(session, engine, context, reading);
    await session.plain(next === null ? 'rollback' : 'commit');
    return next;
  } catch (error) {
    await session.abandon();
    throw error;
  } finally {
    await session.release();
  }
}
