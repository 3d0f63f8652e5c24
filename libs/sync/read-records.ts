import type { Page } from '#libs/connectors/sdk/page.js';
import type { Stream } from '#libs/connectors/sdk/stream.js';
import { Failure } from '#libs/domain/failure.js';
import { subtractLedgers } from '#libs/domain/ledger.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import type { IngestPage, PartContext, PartProgress } from '#libs/ingest/page.js';
import { analyzeEarly } from './analyze-early.js';
import type { Engine } from './engine.js';
import { gapOf } from './journal/gap-text.js';
import { PageQueue } from './page-queue.js';
import { partProgress } from './part-context.js';
import type { PartRow } from './rows.js';

/** Pages of a backfill that share a transaction when they are already there; other lanes commit page by page. */
const BACKFILL_BATCH = 5;
/** A copy read by id that waited longer than this at commit is asked for again: something newer may have come meanwhile. */
const BY_ID_FRESH_MS = 60_000;

/** Hints about such records are refused before they reach the inbox. @throws Failure */
function notAddressable(stream: Stream): Failure {
  return new Failure({
    kind: 'configuration_invalid', code: 'stream_not_addressable',
    message: { pl: `Rekordów strumienia „${stream.name}” nie da się odczytać pojedynczo.`, en: `Records of the stream "${stream.name}" cannot be read one by one.` },
    fix: { pl: 'Odczytaj ponownie cały strumień (reread).', en: 'Read the whole stream again (reread).' },
  });
}

async function* fetchByIds(part: PartRow, stream: Stream, signal: AbortSignal): AsyncGenerator<IngestPage> {
  const { byIds } = stream;
  if (byIds === null) throw notAddressable(stream);
  const ids = Array.isArray(part.range['ids']) ? (part.range['ids'] as string[]) : [];
  const from = part.cursor?.['fetched'];
  for (let at = typeof from === 'number' ? from : 0; at < ids.length; at += byIds.most) {
    const found = await byIds.fetch(ids.slice(at, at + byIds.most), signal);
    yield { ...found, cursor: { fetched: Math.min(ids.length, at + byIds.most) }, done: at + byIds.most >= ids.length };
  }
}

function source(part: PartRow, stream: Stream, signal: AbortSignal): AsyncIterable<Page | IngestPage> {
  const input = { range: part.range, cursor: part.cursor, signal };
  if (part.lane === 'by-id') return fetchByIds(part, stream, signal);
  const lane = part.lane === 'delta' ? stream.delta : stream.backfill;
  if (lane === null) throw new Error(`stream ${stream.name} has no lane ${part.lane}`);
  return gapOf(part.range) === null ? lane.read(input) : noting(lane.read(input));
}

/** A scan that closes a gap remembers what it has met: what is stored and was not met may be gone. */
async function* noting(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  for await (const page of pages) {
    const rows = [...page.records, ...page.excluded, ...page.rejects].flatMap((row) => row.externalId ?? []);
    yield { ...page, census: { ids: rows, end: null } };
  }
}

/**
 * Reads pages and commits them, the next one already on its way. Ends at the end of the part, after the time box, or when
 * the fence refuses a page.
 */
export async function readRecords(engine: Engine, context: PartContext, part: PartRow, stream: Stream, platform: string, signal: AbortSignal, again = false): Promise<void> {
  const until = performance.now() + engine.tuning.stepMs;
  const queue = new PageQueue<Page | IngestPage>(source(part, stream, signal)[Symbol.asyncIterator](), part.lane === 'backfill' ? BACKFILL_BATCH : 1, () => performance.now() < until && !signal.aborted);
  let progress: PartProgress = partProgress(part);
  try {
    for (;;) {
      const pages = await queue.take(part.lane === 'backfill' ? BACKFILL_BATCH : 1);
      if (pages.length === 0) return;
      engine.failpoint?.('page-fetched');
      signal.throwIfAborted();
      // Once: a shop that needs a minute for these records would else be asked for them for ever. Versions protect the rest.
      const stale = part.lane === 'by-id' && !again && pages.some((page) => engine.nowMs() - page.requestedMs > BY_ID_FRESH_MS);
      if (stale) return await readRecords(engine, context, { ...part, seq: progress.seq, cursor: progress.cursor }, stream, platform, signal, true);
      const started = performance.now();
      const result = await ingestPages(engine.dataSource, context, progress, pages);
      if (result.status === 'left') return;
      engine.observer?.pagesWritten({ platform, stream: context.stream, seconds: (performance.now() - started) / 1000, added: subtractLedgers(result.progress.counts, progress.counts) });
      if (result.progress.counts.written > progress.counts.written) engine.onWritten?.(context.integrationId);
      engine.failpoint?.('page-committed');
      if (part.lane === 'backfill') await analyzeEarly(engine.dataSource, result.progress.counts.written - progress.counts.written);
      progress = result.progress;
    }
  } finally {
    await queue.close();
  }
}
