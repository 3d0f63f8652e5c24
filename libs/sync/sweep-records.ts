import type { SweepPage } from '#libs/connectors/sdk/page.js';
import type { Stream } from '#libs/connectors/sdk/stream.js';
import { withoutBuried } from '#libs/ingest/erased.js';
import { endOf, passFence } from '#libs/ingest/fence.js';
import { newId } from '#libs/domain/ids.js';
import type { PartContext, PartProgress } from '#libs/ingest/page.js';
import { IngestSession, type Statement } from '#libs/ingest/session.js';
import type { Engine } from './engine.js';
import { PageQueue } from './page-queue.js';
import { partProgress } from './part-context.js';
import type { PartRow } from './rows.js';

const SEEN: Statement = { name: 'sweep_seen', text: `insert into part_seen (part_id, external_id) select $1::uuid, x from unnest($2::text[]) as x on conflict do nothing` };

/** Ids whose swept fields differ from what is stored, or that are not stored. */
const DIFFERING: Statement = {
  name: 'sweep_differing',
  text: `select x.external_id from jsonb_to_recordset($3::jsonb) as x(external_id text, digest text, known_only boolean)
    left join source_record r on r.integration_id = $1 and r.kind = $2 and r.external_id = x.external_id
    where case when r.id is null then not x.known_only else r.sweep_digest is distinct from x.digest or r.gone_at is not null end`,
};

/** Stored before the sweep began, of those it is about, and not seen by it: asked for by id before anything is marked gone. */
const VANISHED: Statement = {
  name: 'sweep_vanished',
  text: `select r.external_id from source_record r where r.integration_id = $1 and r.kind = $2 and r.gone_at is null
    and r.created_at < to_timestamp($4::float8 / 1000) and starts_with(coalesce(r.sweep_digest, ''), $5::text)
      and not exists (select 1 from part_seen s where s.part_id = $3 and s.external_id = r.external_id)`,
};

const QUEUE: Statement = {
  name: 'sweep_queue',
  text: `insert into inbox (id, workspace_id, integration_id, stream, external_id, origin)
    select x.id, $1::uuid, $2::uuid, $3::text, x.external_id, 'sweep' from jsonb_to_recordset($4::jsonb) as x(id uuid, external_id text)
    where not exists (select 1 from absent_record a where a.integration_id = $2::uuid and a.stream = $3::text and a.external_id = x.external_id and a.seen_at > now() - interval '7 days')
    on conflict do nothing`,
};

const FORGET: Statement = { name: 'sweep_forget', text: `delete from part_seen where part_id = $1` };

async function commitPage(session: IngestSession, context: PartContext, part: PartRow, progress: PartProgress, page: SweepPage): Promise<PartProgress | null> {
  await session.plain('begin');
  await session.query(SEEN, [context.partId, page.entries.map((entry) => entry.externalId)]);
  const differing = await session.query<{ external_id: string }>(DIFFERING, [context.integrationId, context.kind, JSON.stringify(page.entries.map((entry) => ({ external_id: entry.externalId, digest: entry.digest, known_only: entry.knownOnly ?? false })))]);
  const ids = (await withoutBuried(session, context, differing.rows.map((row) => ({ kind: context.kind, external_id: row.external_id })))).map((row) => row.external_id);
  if (page.done) {
    ids.push(...(await session.query<{ external_id: string }>(VANISHED, [context.integrationId, context.kind, context.partId, part.created_ms, page.among ?? ''])).rows.map((row) => row.external_id));
    await session.query(FORGET, [context.partId]);
  }
  if (ids.length > 0) await session.query(QUEUE, [context.workspaceId, context.integrationId, context.stream, JSON.stringify(ids.map((id) => ({ id: newId(), external_id: id })))]);
  const next: PartProgress = { ...progress, seq: progress.seq + 1, cursor: page.cursor, pages: progress.pages + 1, swept: progress.swept + page.entries.length, queued: progress.queued + ids.length };
  if (!(await passFence(session, context, next, endOf(page.done), null))) {
    await session.plain('rollback');
    return null;
  }
  await session.plain('commit');
  return next;
}

/** Compares what a sweep shows with what is stored and asks for the differences by id; writes no record itself. */
export async function sweepRecords(engine: Engine, context: PartContext, part: PartRow, stream: Stream, signal: AbortSignal): Promise<void> {
  if (stream.sweep === null) throw new Error(`stream ${stream.name} is not swept`);
  const until = performance.now() + engine.tuning.stepMs;
  const queue = new PageQueue<SweepPage>(stream.sweep.read({ range: part.range, cursor: part.cursor, signal })[Symbol.asyncIterator](), 1, () => performance.now() < until && !signal.aborted);
  const session = await IngestSession.open(engine.dataSource);
  let progress: PartProgress | null = partProgress(part);
  try {
    for (let pages = await queue.take(1); pages[0] !== undefined && progress !== null; pages = await queue.take(1)) {
      signal.throwIfAborted();
      progress = await commitPage(session, context, part, progress, pages[0]);
    }
  } catch (error) {
    await session.abandon();
    throw error;
  } finally {
    await session.release();
    await queue.close();
  }
}
