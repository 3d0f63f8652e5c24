import { utcToLocal } from '#libs/domain/local-time.js';
import type { JsonObject } from '#libs/domain/words.js';
import { numberAt } from '../sdk/cursor.js';
import { cutRanges } from '../sdk/id-ranges.js';
import { mapRows } from '../sdk/map-rows.js';
import type { Page } from '../sdk/page.js';
import { mayHelpToAskLess, PageSize } from '../sdk/page-size.js';
import type { PartPlan, PlanInput, ReadInput, RecordLane } from '../sdk/stream.js';
import { countRows, type Filters } from './count.js';
import { idsAscending, lastUsable, readPastUnreadable } from './paging.js';
import type { Source } from './source.js';

/** Probes spent on the number of records while planning; one is enough for a table without gaps. */
const PLAN_PROBES = 4;

/** Orders placed since a moment: "greater than" is strict, so the second before it. */
export function sinceFilter(source: Source, sinceMs: number | null, untilMs: number | null = null): Filters {
  if (source.resource !== 'orders') return {};
  const second = (ms: number, shift: number): string => utcToLocal(Math.floor(ms / 1_000) * 1_000 + shift, source.zone);
  if (sinceMs !== null && untilMs !== null) return { date_add: `[${second(sinceMs, 0)},${second(untilMs, -1_000)}]` };
  if (untilMs !== null) return { date_add: `<[${second(untilMs, 0)}]` };
  return sinceMs === null ? {} : { date_add: `>[${second(sinceMs, -1_000)}]` };
}

async function plan(source: Source, input: PlanInput, signal: AbortSignal): Promise<readonly PartPlan[]> {
  const filters = sinceFilter(source, input.sinceMs, input.untilMs ?? null);
  const found = await countRows(source, filters, PLAN_PROBES, signal);
  if (found === null) return [];
  const extra: JsonObject = filters['date_add'] === undefined ? {} : { since: filters['date_add'] };
  return cutRanges({ lowest: found.lowest, highest: found.highest, rows: found.atMost, pageSize: source.pageSize }).map((part) => ({ ...part, range: { ...part.range, ...extra } }));
}

async function* read(source: Source, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const to = numberAt(range, 'to') ?? 0;
  let last = numberAt(cursor, 'last') ?? numberAt(range, 'after') ?? 0;
  const since = range['since'];
  const more: Filters = typeof since === 'string' ? { date_add: since } : {};
  const size = new PageSize(source.pageSize, numberAt(cursor, 'size'));
  let unreadable = 0;
  for (;;) {
    const limit = size.size;
    const filters = { id: `[${String(last + 1)},${String(to)}]`, ...source.filters, ...more };
    try {
      const answer = await source.page({ filters, sort: 'id_ASC', limit: String(limit), signal });
      const full = answer.rows.length >= limit;
      idsAscending(answer.rows, last, to, source.resource);
      const usable = lastUsable(answer.rows, full, source.resource);
      last = full ? usable.id : to;
      unreadable = 0;
      size.succeeded();
      const done = last >= to;
      yield { ...mapRows(usable.rows, answer.map), cursor: { last, ...size.mark }, done, total: null, requestedMs: answer.requestedMs };
      if (done) return;
    } catch (error) {
      if (!mayHelpToAskLess(error) || signal.aborted) throw error;
      if (size.shrink()) continue;
      const page = await readPastUnreadable(source, { last, to, filters: more, failure: error, inARow: (unreadable += 1), signal });
      last = numberAt(page.cursor, 'last') ?? to;
      yield { ...page, cursor: { last, ...size.mark } };
      if (page.done) return;
    }
  }
}

/** History by ranges of ids: ids never change, so nothing moves while it is read (design section 5). */
export function backfillLane(source: Source): RecordLane {
  return { plan: (input, signal) => plan(source, input, signal), read: (input) => read(source, input) };
}
