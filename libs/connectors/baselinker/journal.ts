import type { Journal, JournalEntry, JournalReading } from '../sdk/journal.js';
import { idOf, isRow, type Row } from '../sdk/values.js';
import { secondsOf } from './seconds.js';
import type { BaseLinkerClient } from './baselinker.client.js';
import { untrustworthy } from './baselinker.errors.js';
import { placed } from './position.js';

/** The field table of the documentation says `id`, its sample and every real answer `log_id` (sheet section 3). */
const logIdOf = (row: Row): number => Number(idOf(row['log_id'] ?? row['id']) ?? 0);

/** No platform counts its types so high; what is more stands for a type nobody knows. */
const HIGHEST_TYPE = 99_999;

function typeOf(row: Row): number {
  const type = Number(idOf(row['log_type']) ?? 0);
  return type > HIGHEST_TYPE ? 0 : type;
}

function entryOf(row: unknown, requestedMs: number): JournalEntry | null {
  if (!isRow(row)) return null;
  const [logId, recordId] = [logIdOf(row), idOf(row['order_id'])];
  if (logId === 0 || !Number.isSafeInteger(logId) || recordId === null) return null;
  const seconds = secondsOf(row['date']) ?? null;
  // Without a usable type it is an unknown one, without a usable date it happened just now at the latest: the order counts.
  return { logId, type: typeOf(row), recordId, objectId: idOf(row['object_id']), atMs: seconds === null ? requestedMs : seconds * 1_000 };
}

/**
 * Entries from a number on. `last_log_id` is inclusive according to two clients and documented nowhere (sheet section 3): the
 * number before is asked for, so that the wanted entry comes under both readings, and what lies before it is dropped.
 */
async function readJournal(client: BaseLinkerClient, fromId: number | null, signal: AbortSignal): Promise<JournalReading> {
  const first = fromId ?? 0;
  const { rows, requestedMs } = await client.list('getJournalList', 'logs', { last_log_id: Math.max(0, first - 1) }, signal);
  const entries = new Map<number, JournalEntry>();
  let [unreadable, damaged] = [0, 0];
  for (const row of rows) {
    const entry = entryOf(row, requestedMs);
    if (entry === null) {
      damaged += 1;
      continue;
    }
    if (entry.logId >= first) entries.set(entry.logId, entry);
    // Counted with the new entry behind them: those at the end of an answer come again with the next one.
    if (entry.logId > first) unreadable += damaged;
    damaged = 0;
  }
  // One damaged entry is counted; an answer of nothing else is not understood.
  if (rows.length > 0 && damaged === rows.length) throw untrustworthy('unexpected_shape', 'getJournalList');
  return { entries: [...entries.values()].sort((a, b) => a.logId - b.logId), requestedMs, ...(unreadable === 0 ? {} : { unreadable }) };
}

/** Whether an order was confirmed between two moments, ms since 1970: a journal that is switched on would tell of it. */
async function missed(client: BaseLinkerClient, fromMs: number, toMs: number, signal: AbortSignal): Promise<boolean> {
  const { rows } = await client.orders({ date_confirmed_from: Math.ceil(fromMs / 1_000) }, signal);
  return rows.some((row) => {
    const { second } = placed(row);
    return second !== null && second * 1_000 >= fromMs && second * 1_000 < toMs;
  });
}

/** While the journal is switched off its answers are empty, which is no error (sheet section 3). */
export const journalOf = (client: BaseLinkerClient): Journal => ({
  read: (fromId, signal) => readJournal(client, fromId, signal),
  missed: (fromMs, toMs, signal) => missed(client, fromMs, toMs, signal),
});
