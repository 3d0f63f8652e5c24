import type { MappedRows } from '../sdk/map-rows.js';
import type { NumberedAnswer } from '../sdk/numbered-pages.js';
import type { ByIds } from '../sdk/stream.js';
import { idOf, isRow, textOf } from '../sdk/values.js';
import type { IdoSellClient } from './idosell.client.js';
import { untrustworthy } from './idosell.errors.js';

/** A window of local texts; both ends belong to it. */
export type Window = { readonly from: string; readonly to: string };

const DAY = 10;

/**
 * The platform ignores filters it does not understand and answers with everything (sheet section 3): a row that is older than
 * the day the window begins was not asked for. Rows of the day itself are let through, because a filter may count in days,
 * and newer ones, because a row may be saved while it is read. Rows that cannot be dated are the mapper's business.
 * @throws Failure `platform_defect`
 */
export function insideWindow(rows: readonly unknown[], stampOf: (row: Readonly<Record<string, unknown>>) => unknown, { from }: Window, path: string): void {
  for (const row of rows) {
    const stamp = isRow(row) ? textOf(stampOf(row)) : null;
    if (stamp !== null && /^[1-9]\d{3}-/u.test(stamp) && stamp.slice(0, DAY) < from.slice(0, DAY)) throw untrustworthy('filter_ignored', path);
  }
}

/** The newest stamp of some rows that is not later than the window; `least` when there is none. */
export function newestStamp(rows: readonly unknown[], stampOf: (row: Readonly<Record<string, unknown>>) => unknown, { to }: Window, least: string): string {
  return rows.reduce<string>((newest, row) => {
    const stamp = isRow(row) ? textOf(stampOf(row)) : null;
    return stamp !== null && stamp.length === to.length && stamp > newest && stamp <= to ? stamp : newest;
  }, least);
}

/** List arguments hold at most so many ids (sheet section 3). */
export const MOST_IDS = 100;

/** Records by id; ids that are no positive numbers cannot exist and are reported missing. */
export function readByIds(source: Pick<Source, 'path' | 'nowMs' | 'idOf' | 'named' | 'map'>): ByIds {
  return {
    most: MOST_IDS,
    fetch: async (ids, signal) => {
      const asked = [...new Set(ids)];
      const wanted = new Set(asked.filter((id) => idOf(id) === id));
      signal.throwIfAborted();
      if (wanted.size === 0) return { records: [], rejects: [], excluded: [], missing: asked, requestedMs: source.nowMs() };
      const answer = await source.named([...wanted], signal);
      // Nobody may be taken for removed by an answer to another question.
      const found = new Set(answer.rows.map((row) => source.idOf(row)));
      for (const id of found) if (id !== null && !wanted.has(id)) throw untrustworthy('filter_ignored', source.path);
      const rows = answer.rows.filter((row) => source.idOf(row) !== null);
      return { ...(await source.map(rows, signal)), missing: asked.filter((id) => !found.has(id)), requestedMs: answer.requestedMs };
    },
  };
}

/** What the lanes need to know of one kind of record. */
export type Source = {
  readonly client: IdoSellClient;
  readonly path: string;
  readonly pageSize: number;
  readonly lagMs: number;
  readonly nowMs: () => number;
  /** One page of the records changed inside a window. */
  changed(window: Window, page: number, limit: number, signal: AbortSignal): Promise<NumberedAnswer>;
  /** When a row says it was changed. */
  readonly stampOf: (row: Readonly<Record<string, unknown>>) => unknown;
  idOf(row: unknown): string | null;
  /** The rows with these ids, or others where the platform ignores the filter. */
  named(ids: readonly string[], signal: AbortSignal): Promise<{ readonly rows: readonly unknown[]; readonly requestedMs: number }>;
  map(rows: readonly unknown[], signal: AbortSignal): Promise<MappedRows>;
};
