import type { PageWriter } from './page-writer.js';
import type { ShopReader } from './shop-reader.js';
import { ANALYZE, ANALYZE_AFTER } from './statements.js';
import type { StreamPlan } from './streams.js';

/** One range of ids; parts of a stream are read side by side, each with a connection of its own. */
export type BaselinePart = { readonly id: string; readonly stream: StreamPlan['name']; readonly first: number; readonly last: number };

export type Counts = { read: number; written: number; pages: number };

/** Copies one part; the next page is on its way while one is written. */
export async function copyPart(reader: ShopReader, writer: PageWriter, stream: StreamPlan, part: BaselinePart, integrationId: string, counts: Counts): Promise<void> {
  let first = part.first;
  let coming = reader.page(stream, first, part.last);
  for (;;) {
    const rows = await coming;
    const lastId = Number(rows.at(-1)?.['id'] ?? part.last);
    const done = rows.length < stream.pageSize || lastId >= part.last;
    first = lastId + 1;
    if (!done) {
      coming = reader.page(stream, first, part.last);
      // Looked at when its turn comes; until then a failure must not count as unhandled.
      coming.catch(() => undefined);
    }
    const copies = rows.flatMap((row) => stream.copy(row, integrationId) ?? []);
    const written = await writer.write({ copies, read: rows.length, lastId, done }, stream, part.id);
    const before = counts.written;
    counts.written += written;
    counts.read += rows.length;
    counts.pages += 1;
    if (ANALYZE_AFTER.some((mark) => before < mark && counts.written >= mark)) await writer.plain(ANALYZE);
    if (done) return;
  }
}
