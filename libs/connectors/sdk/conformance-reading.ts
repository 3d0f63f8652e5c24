import { calm, gather, readLane, readPart, stored, textsOf, type ConformanceHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { Page } from './page.js';
import type { PartPlan } from './stream.js';
import { streamsAskable, streamsRead } from './streams-read.js';

const ORDER = ['customers', 'addresses', 'orders', 'subscribers', 'products'];
const EVERYTHING = { saved: null, followedSinceMs: 0, sinceMs: null };

/** Ids of everything a page holds, whatever list it is in. */
const idsOf = (page: Pick<Page, 'records' | 'rejects' | 'excluded'>): (string | null)[] => [
  ...page.records.map((record) => record.externalId),
  ...page.rejects.map((reject) => reject.externalId),
  ...page.excluded.map((row) => row.externalId),
];

const sorted = (ids: readonly (string | null)[]): string[] => ids.map(String).sort();

export function readingConformance(harness: ConformanceHarness): void {
  const stage = useStage(harness);

  it('lists its streams in reading order, each with its kind', () => {
    const names = stage.streams.map((stream) => stream.name);
    expect(names).toEqual([...names].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
    const { definition } = harness;
    const settings = stage.account.settings as JsonObject;
    expect(names).toEqual(streamsRead(definition, settings));
    expect(definition.info.streams).toEqual(expect.arrayContaining([...names]));
    expect(stage.addressable.map((stream) => stream.name)).toEqual(streamsAskable(definition, settings));
    // Nothing is shown as a stream that no settings would read.
    if (definition.streamsRead === undefined) expect(names).toEqual(definition.info.streams);
  });

  it('reads every row exactly once, over several pages', async () => {
    for (const stream of stage.streams) {
      const read = await readLane(stream, 'backfill');
      expect(sorted(read.pages.flatMap(idsOf))).toEqual(sorted(stage.account.ids(stream.name)));
      expect(read.pages.length).toBeGreaterThan(2);
      expect(read.records.every((record) => record.kind === stream.kind)).toBe(true);
    }
  });

  it('resumes at every page boundary with the same rows', async () => {
    for (const stream of stage.streams) {
      let boundaries = 0;
      for (const part of await stream.backfill.plan(EVERYTHING, calm())) {
        const whole = await readPart(stream.backfill, part.range, part.cursor);
        for (const [index, page] of whole.entries()) {
          if (page.done) continue;
          boundaries += 1;
          const rest = await readPart(stream.backfill, part.range, page.cursor, whole.slice(0, index + 1));
          expect(JSON.stringify(gather(rest).records)).toBe(JSON.stringify(gather(whole.slice(index + 1)).records));
        }
      }
      expect(boundaries).toBeGreaterThan(3);
    }
  });

  it('cuts history into parts that can be read in any order', async () => {
    const stream = stage.stream('orders');
    const parts = await stream.backfill.plan(EVERYTHING, calm());
    const pages: Page[] = [];
    const readPart = async (part: PartPlan): Promise<void> => {
      for await (const page of stream.backfill.read({ ...stored(part), signal: calm() })) pages.push(page);
    };
    for (const part of [...parts].reverse()) await readPart(part);
    expect(sorted(pages.flatMap(idsOf))).toEqual(sorted(stage.account.ids('orders')));
  });

  it('ends each part with exactly one page marked done', async () => {
    const [stream] = stage.streams;
    if (stream === undefined) throw new Error('a platform has a stream');
    for (const part of await stream.backfill.plan(EVERYTHING, calm())) {
      const marks: boolean[] = [];
      for await (const page of stream.backfill.read({ ...stored(part), signal: calm() })) marks.push(page.done);
      expect(marks).toEqual([...marks.slice(1).map(() => false), true]);
    }
  });

  it('keeps cursors and ranges small and plain', async () => {
    for (const stream of stage.streams) {
      const { pages } = await readLane(stream, 'backfill');
      const parts = await stream.backfill.plan(EVERYTHING, calm());
      for (const value of [...pages.map((page) => page.cursor), ...parts.map((part) => part.range)]) {
        expect(stored(value)).toEqual(value);
        expect(JSON.stringify(value).length).toBeLessThan(1_024);
      }
    }
  });

  it('asks for a page only when it is pulled', async () => {
    const stream = stage.stream('orders');
    const [part] = await stream.backfill.plan(EVERYTHING, calm());
    const pages = stream.backfill.read({ range: part?.range ?? {}, cursor: null, signal: calm() })[Symbol.asyncIterator]();
    const before = stage.account.requests();
    await pages.next();
    const afterFirst = stage.account.requests();
    expect(afterFirst).toBeGreaterThan(before);
    // A round trip of its own: anything asked for in advance would have arrived before its answer.
    await stage.opened.connector.dictionary(calm());
    const beforeSecond = stage.account.requests();
    await stage.opened.connector.dictionary(calm());
    expect(stage.account.requests() - beforeSecond).toBe(beforeSecond - afterFirst);
    await pages.return?.();
  });

  it('gives the same texts when nothing has changed', async () => {
    for (const stream of stage.streams) {
      const [first, second] = [await readLane(stream, 'backfill'), await readLane(stream, 'backfill')];
      expect(textsOf(second.records)).toEqual(textsOf(first.records));
      expect(first.records.length).toBeGreaterThan(0);
    }
  });

  it('reads only orders placed since a moment when asked to', async () => {
    const times = stage.account.ids('orders').map((id) => stage.account.placedMs(id)).filter((ms) => ms !== null).sort((a, b) => a - b);
    const sinceMs = times[Math.floor(times.length / 2)] ?? 0;
    const expected = stage.account.ids('orders').filter((id) => (stage.account.placedMs(id) ?? -1) >= sinceMs);
    const read = await readLane(stage.stream('orders'), 'backfill', { sinceMs });
    // Where the platform has no such filter, earlier ones come and are left out by name.
    const left = new Set(read.excluded.filter(({ reason }) => reason === 'before_since').map(({ externalId }) => externalId));
    expect(expected.filter((id) => left.has(id))).toEqual([]);
    expect(sorted(read.pages.flatMap(idsOf).filter((id) => id === null || !left.has(id)))).toEqual(sorted(expected));
  });

  it('estimates no less than there is, and exactly where it says so', async () => {
    for (const stream of stage.streams) {
      const truth = stage.account.ids(stream.name).length;
      const estimate = await stream.estimate({ sinceMs: null }, calm());
      if (estimate.precision === 'exact') expect(estimate.records).toBe(truth);
      if (estimate.precision === 'approximate') expect(estimate.records).toBeGreaterThanOrEqual(truth);
      if (estimate.precision === 'at_least') expect(estimate.records).toBeLessThanOrEqual(truth);
      expect(estimate.records === null).toBe(estimate.precision === 'unknown');
      expect(estimate.requests).not.toBe(0);
    }
  });

  it('counts expected rows of its parts no lower than they are', async () => {
    for (const stream of stage.streams) {
      const parts = await stream.backfill.plan(EVERYTHING, calm());
      if (parts.some((part) => part.expected === null)) continue;
      expect(parts.reduce((sum, part) => sum + (part.expected ?? 0), 0)).toBeGreaterThanOrEqual(stage.account.ids(stream.name).length);
    }
  });
}
