import { utcToLocal } from '#libs/domain/local-time.js';
import type { JsonObject } from '#libs/domain/words.js';
import { numberAt, textAt } from '../sdk/cursor.js';
import { earlierText, overlapStart, untilOf } from '../sdk/local-window.js';
import { mapRows, unreadable } from '../sdk/map-rows.js';
import type { Page } from '../sdk/page.js';
import { mayHelpToAskLess, PageSize } from '../sdk/page-size.js';
import type { PartPlan, PlanInput, ReadInput, RecordLane } from '../sdk/stream.js';
import { isRow } from '../sdk/values.js';
import { MOST_UNREADABLE_IN_A_ROW, rowId } from './paging.js';
import { untrustworthy } from './prestashop.errors.js';
import type { MappableAnswer, Source } from './source.js';

const DATE = /^[1-9]\d{3}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/u;

async function plan(source: Source, { saved, followedSinceMs }: PlanInput, signal: AbortSignal): Promise<readonly PartPlan[]> {
  const probe = await source.client.list({ resource: source.resource, fields: ['id'], filters: source.filters, sort: 'id_DESC', limit: '1', signal });
  const shopMs = probe.shopMs ?? source.nowMs();
  const until = untilOf(shopMs, source);
  const skew = shopMs - probe.requestedMs;
  const position = textAt(saved, 'high') ?? utcToLocal(followedSinceMs + skew, source.zone);
  const start = overlapStart(earlierText(position, until), source.zone);
  return [{ range: { until }, // A clock that was set back takes the position with it: what it stamps now would else lie before it for ever.
    cursor: { date: start, id: 0, tie: false, high: earlierText(position, until) }, expected: null, requests: null }];
}

/** Position of a delta: everything up to (date, id) has been read. `tie`: rows of that very second may be left. */
type Position = { readonly date: string; readonly id: number; readonly tie: boolean; readonly high: string };

function positionOf(cursor: JsonObject | null): Position {
  const date = textAt(cursor, 'date') ?? '1000-01-01 00:00:00';
  return { date, id: numberAt(cursor, 'id') ?? 0, tie: cursor?.['tie'] === true, high: textAt(cursor, 'high') ?? date };
}

const stampOf = (row: unknown): string | null => {
  const stamp = isRow(row) ? row['date_upd'] : undefined;
  return typeof stamp === 'string' && DATE.test(stamp) && !Number.isNaN(Date.parse(`${stamp.replace(' ', 'T')}Z`)) ? stamp : null;
};

/** First the rest of the second, then what is later; both forms are the ones verified on every version. */
function queryOf(source: Source, at: Position): { readonly filters: Readonly<Record<string, string>>; readonly sort: string } {
  return at.tie
    ? { filters: { date_upd: `[${at.date}]`, id: `>[${String(at.id)}]`, ...source.filters }, sort: 'id_ASC' }
    : { filters: { date_upd: `>[${at.date}]`, ...source.filters }, sort: 'date_upd_ASC,id_ASC' };
}

/** @throws Failure when rows come that were not asked for: a dropped filter would be read for ever */
function checkOrder(rows: readonly unknown[], at: Position, resource: string): void {
  let [date, id] = [at.date, at.tie ? at.id : Number.MAX_SAFE_INTEGER];
  for (const row of rows) {
    const [stamp, next] = [stampOf(row), rowId(row)];
    if (stamp === null || next === null) continue;
    if (stamp < date || (stamp === date && next <= id) || (at.tie && stamp !== at.date)) throw untrustworthy('filter_ignored', resource);
    [date, id] = [stamp, next];
  }
}

type Step = { readonly rows: readonly unknown[]; readonly next: Position; readonly done: boolean };

/** What a page means: the rows that may be taken now, and where to go on. */
function stepOf(answer: MappableAnswer, at: Position, limit: number, until: string, resource: string): Step {
  checkOrder(answer.rows, at, resource);
  const cutAt = at.tie ? -1 : answer.rows.findIndex((row) => (stampOf(row) ?? '') > until);
  const inTime = cutAt < 0 ? answer.rows : answer.rows.slice(0, cutAt);
  const full = cutAt < 0 && answer.rows.length >= limit;
  const index = inTime.findLastIndex((row) => stampOf(row) !== null && rowId(row) !== null);
  if (full && index < 0) throw untrustworthy('no_progress', resource);
  const last = inTime[index];
  const [date, id] = [stampOf(last) ?? at.date, rowId(last) ?? at.id];
  const next = { date, id, tie: full, high: date > at.high ? date : at.high };
  // Rows behind the last usable one come again with the next page, unless this is the last.
  return { rows: full ? inTime.slice(0, index + 1) : inTime, next, done: !full && !at.tie };
}

const empty = (requestedMs: number): Pick<Page, 'records' | 'rejects' | 'excluded' | 'requestedMs'> => ({ records: [], rejects: [], excluded: [], requestedMs });

/** One more try of the record alone, else a reject. */
async function readAlone(source: Source, id: number, stamp: string, signal: AbortSignal): Promise<ReturnType<typeof empty>> {
  try {
    const answer = await source.page({ filters: { id: `[${String(id)}]`, ...source.filters }, sort: 'id_ASC', limit: '1', signal });
    return { ...mapRows(answer.rows, answer.map), requestedMs: answer.requestedMs };
  } catch (error) {
    if (!mayHelpToAskLess(error)) throw error;
    return { ...empty(source.nowMs()), rejects: [unreadable(String(id), { id, date_upd: stamp })] };
  }
}

/** The next row cannot be read even alone: the shop is asked for its name only, and reading goes on behind it. */
async function stepOver(source: Source, at: Position, until: string, signal: AbortSignal): Promise<{ readonly page: Omit<Page, 'cursor'>; readonly next: Position } | null> {
  const { filters, sort } = queryOf(source, at);
  const { rows, requestedMs } = await source.client.list({ resource: source.resource, fields: ['id', 'date_upd'], filters, sort, limit: '1', signal });
  const [stamp, id] = [stampOf(rows[0]), rowId(rows[0])];
  if (stamp === null || id === null) return null;
  if (stamp > until) return { page: { ...empty(requestedMs), done: true, total: null }, next: at };
  const next: Position = { date: stamp, id, tie: true, high: stamp > at.high ? stamp : at.high };
  return { page: { ...(await readAlone(source, id, stamp, signal)), done: false, total: null }, next };
}

async function* read(source: Source, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const until = textAt(range, 'until') ?? untilOf(source.nowMs(), source);
  let at = positionOf(cursor);
  const size = new PageSize(source.pageSize, numberAt(cursor, 'size'));
  let broken = 0;
  for (;;) {
    const limit = size.size;
    try {
      const answer = await source.page({ ...queryOf(source, at), limit: String(limit), signal });
      const step = stepOf(answer, at, limit, until, source.resource);
      size.succeeded();
      broken = 0;
      at = step.next;
      yield { ...mapRows(step.rows, answer.map), cursor: { ...at, ...size.mark }, done: step.done, total: null, requestedMs: answer.requestedMs };
      if (step.done) return;
    } catch (error) {
      if (!mayHelpToAskLess(error) || signal.aborted) throw error;
      if (size.shrink()) continue;
      if ((broken += 1) > MOST_UNREADABLE_IN_A_ROW) throw error;
      const over = await stepOver(source, at, until, signal);
      if (over === null) continue;
      at = over.next;
      yield { ...over.page, cursor: { ...at, ...size.mark } };
      if (over.page.done) return;
    }
  }
}

/** Changes since the last run by (date_upd, id): finish the second, move on (sheet section 13). */
export function deltaLane(source: Source): RecordLane {
  return { plan: (input, signal) => plan(source, input, signal), read: (input) => read(source, input) };
}
