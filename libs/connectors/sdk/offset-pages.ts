import type { JsonObject } from '#libs/domain/words.js';
import { numberAt } from './cursor.js';
import { holdsAll, idsOf, MOST_PASSES, type NumberedAnswer, type NumberedList } from './numbered-pages.js';
import { mayHelpToAskLess, PageSize } from './page-size.js';
import type { Cursor, Page } from './page.js';

/** One list that is read by offsets, counted from 0. Behind its end it answers without rows. */
export type OffsetList = Pick<NumberedList, 'pageSize' | 'map' | 'idOf' | 'carry' | 'then'> & { ask(offset: number, limit: number): Promise<NumberedAnswer> };

const POSITION: ReadonlySet<string> = new Set(['at', 'pass', 'began', 'size']);
const carriedOf = (cursor: Cursor | null): JsonObject => Object.fromEntries(Object.entries(cursor ?? {}).filter(([name]) => !POSITION.has(name)));

/**
 * Reads a list from its first row to its last, for lists that grow anywhere while they are read: a newcomer then shifts rows that
 * are still to come, and none is passed over. What has to be found are as many rows as there were when the first pass began; what
 * was born since is somebody else's to find. Rows that leave can hide others: fewer than there were is another pass (see `Census`).
 */
export async function* readOffsets(list: OffsetList, { cursor, signal }: { readonly cursor: Cursor | null; readonly signal: AbortSignal }): AsyncGenerator<Page, 'whole' | 'counted'> {
  const pass = numberAt(cursor, 'pass') ?? 1;
  const size = new PageSize(list.pageSize, numberAt(cursor, 'size'));
  let began = numberAt(cursor, 'began');
  let at = numberAt(cursor, 'at') ?? 0;
  let carried = carriedOf(cursor);
  for (;;) {
    let answer: NumberedAnswer;
    try {
      answer = await list.ask(at, size.size);
    } catch (error) {
      if (!mayHelpToAskLess(error) || signal.aborted || !size.shrink()) throw error;
      continue;
    }
    const { rows, total, requestedMs } = answer;
    const whole = began === undefined && at === 0 && holdsAll(list, answer);
    const [first, step] = [at, Math.min(rows.length, size.size)];
    size.succeeded();
    began ??= total;
    at += step;
    carried = list.carry(carried, rows);
    const content = { ...(await list.map(answer)), total, requestedMs };
    const behind = list.then(carried);
    if (whole) {
      yield { ...content, ...behind };
      return 'whole';
    }
    const ids = idsOf(list, rows, first);
    if (step > 0 && at < total) {
      yield { ...content, cursor: { ...carried, at, pass, began, ...size.mark }, done: false, census: { ids, end: null } };
      continue;
    }
    const again = pass < MOST_PASSES ? { ...carried, pass: pass + 1, began, ...size.mark } : null;
    yield { ...content, ...behind, census: { ids, end: { total: began, again, next: behind.done ? null : behind.cursor } } };
    return 'counted';
  }
}
