import type { JsonObject } from '#libs/domain/words.js';
import type { Engine } from '../engine.js';
import { streamOf, type OpenAccount } from '../open-account.js';
import { labelled, type PlannedPart } from '../planned-part.js';
import type { IntegrationRow } from '../rows.js';
import { REREAD_EVERY_MS } from './advance.js';
import { beginningAt, cursorOf, storedCursor } from './cursor.js';

/** The day a run of a journal stands for, UTC: `2026-01-15`. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

async function savedCursor(engine: Engine, integration: IntegrationRow, stream: string): Promise<JsonObject | null> {
  const [row] = await engine.dataSource.query<{ cursor: JsonObject | null }[]>(`select cursor from lane where integration_id = $1 and stream = $2 and lane = 'journal'`, [integration.id, stream]);
  return row?.cursor ?? null;
}

/**
 * A day of following: the journal, and once a day a second look at the records of the last days, because what a platform writes
 * into its journal is nowhere promised.
 */
export async function planJournal(engine: Engine, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<PlannedPart[]> {
  const { journal } = account.definition;
  if (journal === undefined) throw new Error(`${integration.platform} keeps no journal`);
  const stream = streamOf(account, journal.stream);
  const nowMs = engine.nowMs();
  const saved = await savedCursor(engine, integration, stream.name);
  const cursor = cursorOf(saved, integration.followed_ms ?? nowMs);
  const rereadMs = journal.rereadMs(integration.settings);
  const again = saved !== null && rereadMs > 0 && stream.delta !== null && (cursor.rereadMs === null || nowMs - cursor.rereadMs >= REREAD_EVERY_MS);
  const second = again && stream.delta !== null ? labelled(stream, 'delta', await stream.delta.plan({ saved: null, followedSinceMs: nowMs - rereadMs, sinceMs: null }, signal)) : [];
  const at = storedCursor(again ? { ...cursor, rereadMs: nowMs } : cursor);
  return [{ stream: stream.name, lane: 'journal', range: { day: dayOf(nowMs) }, cursor: at, expected: null, requests: null, left: null }, ...second];
}

/**
 * Remembers where the journal stands before history is read, so that it covers what changes meanwhile, however much later following
 * begins. What is remembered already stays.
 * @throws Failure what the platform answered
 */
export async function rememberJournal(engine: Engine, integration: IntegrationRow, account: OpenAccount, signal: AbortSignal): Promise<void> {
  const [{ journal }, { journal: reader }] = [account.definition, account.connector];
  if (journal === undefined || reader === undefined || (await savedCursor(engine, integration, journal.stream)) !== null) return;
  const { entries, requestedMs } = await reader.read(null, signal);
  const newest = entries.at(-1);
  const cursor = storedCursor({ ...beginningAt(requestedMs), logId: newest?.logId ?? null, atMs: newest === undefined ? null : Math.min(newest.atMs, requestedMs), fromMs: newest === undefined ? requestedMs : null, polledMs: requestedMs });
  await engine.dataSource.query(
    `insert into lane (integration_id, stream, lane, workspace_id, cursor) values ($1, $2, 'journal', $3, $4::jsonb) on conflict do nothing`,
    [integration.id, journal.stream, integration.workspace_id, JSON.stringify(cursor)],
  );
}
