import { QueryFailedError, type DataSource } from 'typeorm';
import { mentioning, mentionsOf, type Mentions } from './mentions.js';
import { asJson, type Searched } from './receipt.js';
import { removeMentions, type Traces } from './remove-mentions.js';
import type { ErasureEngine } from './remove-person.js';
import { addCounts } from './remove-rows.js';
import { findErasure, type ErasureRow } from './rows.js';
import { searchedTables, type SearchedTable } from './searched-tables.js';
import { tracesPlace } from './traces-place.js';

/** Blocks of 8 kB read by one statement. */
const BLOCKS = 4_096;
/** A person without an address, a login or a telephone number of their own. */
const NOTHING: Mentions = { likes: [], patterns: [] };
/** Whoever was writing while the person was removed has begun before, by its own clock a little later. */
const SLACK_MS = 5_000;

type Stretch = { readonly from: number; readonly workspaceId: string; readonly mentions: Mentions; readonly statementMs: number };
type Tally = { readonly rows: number; readonly found: number };

const isTimedOut = (error: unknown): boolean => error instanceof QueryFailedError && (error.driverError as { code?: string }).code === '57014';

/** One stretch of a table. Other workspaces have their own persons. */
async function look(dataSource: DataSource, { name, text, scoped }: SearchedTable, { from, workspaceId, mentions, statementMs }: Stretch): Promise<Tally> {
  return dataSource.transaction(async (manager) => {
    await manager.query(`set local statement_timeout = ${String(Math.ceil(statementMs))}`);
    const range = `ctid >= '(${String(from)},0)'::tid and ctid < '(${String(from + BLOCKS)},0)'::tid`;
    const values = [mentions.likes, mentions.patterns, ...(scoped ? [workspaceId] : [])];
    const [row] = await manager.query<Tally[]>(
      `select count(*)::int as rows, count(*) filter (where ${mentioning('t.txt', '$1', '$2')})::int as found from (select ${text} as txt from "${name}" where ${range}${scoped ? ' and workspace_id = $3' : ''}) t`,
      values,
    );
    return row ?? { rows: 0, found: 0 };
  });
}

async function search(engine: ErasureEngine, row: ErasureRow, traces: Traces, onBeat: () => void): Promise<Searched> {
  const mentions = mentionsOf(traces.words) ?? NOTHING;
  const tables = mentions === NOTHING ? [] : await searchedTables(engine.dataSource);
  const found: { table: string; rows: number }[] = [];
  const unread: string[] = [];
  let rows = 0;
  for (const table of tables) {
    let hits = 0;
    try {
      for (let from = 0; from < table.blocks; from += BLOCKS) {
        onBeat();
        const tally = await look(engine.dataSource, table, { from, workspaceId: row.workspace_id, mentions, statementMs: engine.tuning.statementMs });
        rows += tally.rows;
        hits += tally.found;
      }
    } catch (error) {
      if (!isTimedOut(error)) throw error;
      unread.push(table.name);
    }
    if (hits > 0) found.push({ table: table.name, rows: hits });
  }
  return { at: new Date().toISOString(), values: traces.words.length, tables: tables.length - unread.length, rows, found, unread };
}

/**
 * Reads every table once more for the person's addresses, logins and telephone numbers, writes what it found into the receipt, and
 * destroys what it looked for. Repeating it changes nothing.
 */
export async function searchLeftovers(engine: ErasureEngine, erasureId: string, onBeat: () => void): Promise<{ readonly found: number }> {
  const { dataSource, secrets } = engine;
  const row = await findErasure(dataSource, erasureId);
  if (row === null || row.state === 'done' || row.state === 'stopped') return { found: 0 };
  if (row.state !== 'removed' || row.removed_at === null) throw new Error('nothing was removed yet');
  const traces = (await secrets.get(tracesPlace(erasureId))) as unknown as Traces | null;
  if (traces === null) throw new Error('the values to look for are gone');
  const removed: Record<string, number> = { ...row.receipt.removed };
  const late = await dataSource.transaction((manager) => removeMentions(manager, row.workspace_id, traces, new Date((row.removed_at?.getTime() ?? 0) + SLACK_MS)));
  for (const [table, count] of Object.entries(late)) addCounts(removed, table, count);
  const searched = await search(engine, row, traces, onBeat);
  engine.failpoint?.('erase-searched');
  await dataSource.transaction(async (manager) => {
    await manager.query(`update erasure set state = 'done', finished_at = now(), receipt = receipt || $2::jsonb where id = $1 and state = 'removed'`, [erasureId, JSON.stringify(asJson({ removed, search: searched }))]);
    await secrets.remove(tracesPlace(erasureId), manager);
  });
  return { found: searched.found.reduce((sum, one) => sum + one.rows, 0) };
}
