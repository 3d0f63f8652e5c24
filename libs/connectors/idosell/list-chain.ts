import type { JsonObject } from '#libs/domain/words.js';
import { numberAt, textAt } from '../sdk/cursor.js';
import { readNumbered, type NumberedList } from '../sdk/numbered-pages.js';
import type { Page } from '../sdk/page.js';
import type { ReadInput } from '../sdk/stream.js';

/** Several lists that one part reads one after another, sharing a position that is saved behind the last of them. */
export type ListChain = {
  readonly count: number;
  list(index: number, more: Pick<NumberedList, 'carry' | 'then'>): NumberedList;
  /** The newest change seen, with the rows of one more page of a list; `before`: without them. */
  seen(index: number, rows: readonly unknown[], before: string): string;
  /** Where the window begins: the newest change seen while nothing was read. */
  readonly from: string;
  /** What is saved in the end. */
  after(seen: string): JsonObject;
};

export async function* readChain(chain: ListChain, { cursor, signal }: Pick<ReadInput, 'cursor' | 'signal'>): AsyncGenerator<Page> {
  const seenIn = (carried: JsonObject): string => textAt(carried, 'seen') ?? textAt(carried, 'high') ?? chain.from;
  let at: JsonObject = cursor ?? {};
  for (let index = numberAt(at, 'list') ?? 0; index < chain.count; index += 1) {
    const isLast = index === chain.count - 1;
    const list = chain.list(index, {
      carry: (carried, rows) => ({ ...carried, list: index, seen: chain.seen(index, rows, seenIn(carried)) }),
      then: (carried) => (isLast ? { cursor: chain.after(seenIn(carried)), done: true } : { cursor: { ...carried, list: index + 1 }, done: false }),
    });
    const pages = readNumbered(list, { cursor: { ...at, list: index }, expected: null, signal });
    for (let next = await pages.next(); ; next = await pages.next()) {
      if (next.done === true) {
        // The house compares first, and then goes on at the cursor it chose.
        if (next.value === 'counted') return;
        break;
      }
      at = next.value.cursor;
      yield next.value;
    }
  }
}
