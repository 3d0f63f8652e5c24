import { newId } from '#libs/domain/ids.js';
import { INBOX_ORIGINS, type InboxOrigin, type RunKind, type StreamName } from '#libs/domain/words.js';
import type { PartRef } from '#workflows/activities.js';
import type { Engine } from './engine.js';
import { findIntegration, findRun, isEnded, type IntegrationRow } from './rows.js';

/** Which run applies rows of an origin: the ledger of a webhook is not mixed with that of a replay. */
const KIND_OF_ORIGIN: Readonly<Record<InboxOrigin, RunKind>> = { webhook: 'webhook', journal: 'webhook', replay: 'replay', sweep: 'reconcile', dependent: 'reconcile', reconcile: 'reconcile' };

const DUE = `part_id is null and applied_at is null and (not_before is null or not_before <= now())`;

/** One batch of the platforms we know fits into one request. */
const BATCH = 100;

async function openRun(engine: Engine, integration: IntegrationRow, kind: RunKind): Promise<{ readonly runId: string } | null> {
  await engine.dataSource.query(
    `insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, $4, 'queued', $5, 'service')
     on conflict (integration_id, kind) where state in ('queued', 'running', 'paused', 'waiting') do nothing`,
    [newId(), integration.workspace_id, integration.id, kind, integration.epoch],
  );
  const [row] = await engine.dataSource.query<{ id: string }[]>(
    `select id from run where integration_id = $1 and kind = $2 and state in ('queued', 'running', 'paused', 'waiting') order by id limit 1`,
    [integration.id, kind],
  );
  return row === undefined ? null : { runId: row.id };
}

/** Opens the next recurring run, or finds the unfinished one; null when the integration should not run. */
export async function openRecurringRun(engine: Engine, integrationId: string): Promise<{ readonly runId: string } | null> {
  const integration = await findIntegration(engine.dataSource, integrationId);
  return integration?.state === 'running' ? openRun(engine, integration, 'recurring') : null;
}

/** The same for a journal: the run of a day. */
export async function openJournalRun(engine: Engine, integrationId: string): Promise<{ readonly runId: string } | null> {
  const integration = await findIntegration(engine.dataSource, integrationId);
  return integration?.state === 'running' && engine.connectors(integration.platform).journal !== undefined ? openRun(engine, integration, 'journal') : null;
}

/** Opens (or finds) the run that applies due inbox rows; unfinished runs come first; null when nothing is to be done now. */
export async function openInboxRun(engine: Engine, integrationId: string): Promise<{ readonly runId: string } | null> {
  const integration = await findIntegration(engine.dataSource, integrationId);
  if (integration?.state !== 'running') return null;
  const [unfinished] = await engine.dataSource.query<{ id: string }[]>(
    `select id from run where integration_id = $1 and kind in ('webhook', 'replay', 'reconcile') and state in ('queued', 'running', 'waiting') and desired = 'run' order by id limit 1`,
    [integrationId],
  );
  if (unfinished !== undefined) return { runId: unfinished.id };
  // A run somebody has paused keeps its rows; those of other kinds are not held up by it.
  const held = await engine.dataSource.query<{ kind: RunKind }[]>(`select kind from run where integration_id = $1 and state in ('queued', 'running', 'paused', 'waiting') and desired <> 'run'`, [integrationId]);
  const origins = INBOX_ORIGINS.filter((origin) => !held.some((run) => run.kind === KIND_OF_ORIGIN[origin]));
  const [due] = await engine.dataSource.query<{ origin: InboxOrigin }[]>(
    `select origin from inbox where integration_id = $1 and origin = any($2::text[]) and ${DUE} order by origin in ('webhook', 'journal') desc, origin = 'replay' desc, received_at limit 1`,
    [integrationId, origins],
  );
  return due === undefined ? null : openRun(engine, integration, KIND_OF_ORIGIN[due.origin]);
}

/**
 * Which stream a batch is for. Owners come before those that wait for them, except among hints: there a flood in one stream
 * must not starve the other, so ids of stored records come before those perhaps made up, and then streams take turns.
 */
const NEXT_STREAM: Readonly<Record<'hints' | 'rest', string>> = {
  hints: `unseen, stream = (select stream from part where run_id = $3 order by ordinal desc limit 1) nulls first, received_at`,
  rest: `stream = 'customers' desc, stream = 'addresses' desc, received_at`,
};

/** Takes the next due rows of one stream into a part of the run; null when none is left for this run. */
export async function takeInboxBatch(engine: Engine, runId: string): Promise<PartRef | null> {
  const run = await findRun(engine.dataSource, runId);
  if (run === null || isEnded(run) || run.desired !== 'run') return null;
  const origins = Object.entries(KIND_OF_ORIGIN).filter(([, kind]) => kind === run.kind).map(([origin]) => origin);
  const next = run.kind === 'webhook' ? 'hints' : 'rest';
  return engine.dataSource.transaction(async (manager) => {
    const rows = await manager.query<{ id: string; stream: StreamName; external_id: string }[]>(
      `select id, stream, external_id from inbox where integration_id = $1 and origin = any($2::text[]) and ${DUE}
         and stream = (select stream from inbox where integration_id = $1 and origin = any($2::text[]) and ${DUE} order by ${NEXT_STREAM[next]} limit 1)
       order by unseen, attempts, received_at limit ${String(BATCH)} for update skip locked`,
      [run.integration_id, origins, ...(next === 'hints' ? [runId] : [])],
    );
    const stream = rows[0]?.stream;
    if (stream === undefined) return null;
    const partId = newId();
    await manager.query(
      `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, range, expected, settings_version, desired)
       select $1, r.id, r.workspace_id, r.integration_id, $3, 'by-id', (select coalesce(max(p.ordinal), -1) + 1 from part p where p.run_id = r.id), $4::jsonb, $5, i.settings_version, r.desired
       from run r join integration i on i.id = r.integration_id where r.id = $2`,
      [partId, runId, stream, JSON.stringify({ ids: rows.map((row) => row.external_id) }), rows.length],
    );
    await manager.query(`update inbox set part_id = $1, attempts = attempts + 1 where id = any($2::uuid[])`, [partId, rows.map((row) => row.id)]);
    return { partId, stream, lane: 'by-id' as const };
  });
}
