import type { NeutralRecord } from '#libs/domain/records.js';
import { renewedKeys } from '#libs/domain/rekey.js';
import { endOf, passFence } from '#libs/ingest/fence.js';
import { recomputeCards } from '#libs/ingest/recompute-cards.js';
import type { PartContext, PartProgress } from '#libs/ingest/page.js';
import { IngestSession, type Statement } from '#libs/ingest/session.js';
import { ADD_KEYS, LOCK_EXCLUSIVE, RAISE_COUNTER } from '#libs/ingest/statements.js';
import type { Engine } from './engine.js';
import { partProgress } from './part-context.js';
import type { PartRow } from './rows.js';

const PAGE = 200;

const NEXT: Statement = {
  name: 'reapply_next',
  text: `select id, external_id, applied_with, keys, body from source_record where integration_id = $1 and kind = $2 and external_id > $3 order by external_id limit ${String(PAGE)}`,
};

/** The mapper part of the mark stays: the record was not mapped anew. */
const MARK: Statement = {
  name: 'reapply_mark',
  text: `update source_record set applied_with = split_part(applied_with, ':', 1) || ':' || $2::text, updated_at = now() where id = any($1::uuid[])`,
};

type NextRow = { readonly id: string; readonly external_id: string; readonly applied_with: string; readonly keys: string[]; readonly body: string };

async function commitPage(session: IngestSession, context: PartContext, progress: PartProgress): Promise<PartProgress | null> {
  const fingerprint = context.appliedWith.slice(context.appliedWith.indexOf(':') + 1);
  await session.plain('begin');
  await session.query(LOCK_EXCLUSIVE, [context.workspaceId]);
  const after = progress.cursor?.['after'];
  const { rows } = await session.query<NextRow>(NEXT, [context.integrationId, context.kind, typeof after === 'string' ? after : '']);
  const due = rows.filter((row) => row.applied_with.slice(row.applied_with.indexOf(':') + 1) !== fingerprint);
  let counter: string | null = null;
  if (due.length > 0) {
    const renewed = due.map((row) => ({ id: row.id, keys: renewedKeys(JSON.parse(row.body) as NeutralRecord, row.keys, { integrationId: context.integrationId, addresses: context.addresses }), had: row.keys }));
    const changed = renewed.filter(({ keys, had }) => keys.length !== had.length || keys.some((key) => !had.includes(key)));
    if (changed.length > 0) await session.query(ADD_KEYS, [JSON.stringify(changed)]);
    await recomputeCards(session, context.workspaceId, due.map((row) => row.id), context.addresses);
    await session.query(MARK, [due.map((row) => row.id), fingerprint]);
    counter = (await session.query<{ counter: string }>(RAISE_COUNTER, [context.workspaceId])).rows[0]?.counter ?? null;
  }
  const { counts } = progress;
  const next: PartProgress = {
    ...progress,
    seq: progress.seq + 1,
    cursor: { after: rows.at(-1)?.external_id ?? (typeof after === 'string' ? after : '') },
    pages: progress.pages + 1,
    counts: { ...counts, read: counts.read + rows.length, written: counts.written + due.length, reapplied: counts.reapplied + due.length, identical: counts.identical + rows.length - due.length },
  };
  if (!(await passFence(session, context, next, endOf(rows.length < PAGE), counter))) {
    await session.plain('rollback');
    return null;
  }
  await session.plain('commit');
  return next;
}

/** Applies changed settings to stored records without asking the shop: field values, keys and names of their cards. */
export async function reapplyRecords(engine: Engine, context: PartContext, part: PartRow, signal: AbortSignal): Promise<void> {
  const until = performance.now() + engine.tuning.stepMs;
  const session = await IngestSession.open(engine.dataSource);
  let progress: PartProgress | null = partProgress(part);
  try {
    while (progress !== null && performance.now() < until) {
      signal.throwIfAborted();
      const before: PartProgress = progress;
      progress = await commitPage(session, context, before);
      if (progress !== null && progress.counts.read - before.counts.read < PAGE) return;
    }
  } catch (error) {
    await session.abandon();
    throw error;
  } finally {
    await session.release();
  }
}
