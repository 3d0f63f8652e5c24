import { compareVersions } from '#libs/domain/version.js';
import type { StreamName } from '#libs/domain/words.js';
import { byIdsOf, calm, readLane, readPart, stored, textsOf, versionOf, type ConformanceHarness, type Read } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';
import type { SweepPage } from './page.js';
import type { Stream } from './stream.js';

/** Longer than any lag: whatever was written before may now be read. */
const SETTLE_SECONDS = 20 * 60;

const idsOf = (read: Read): string[] => read.records.map((record) => record.externalId);

/** The copies of one run, newest last, as ingest would keep them. */
function newest(stream: Stream, ...reads: readonly Read[]): Map<string, string> {
  const kept = new Map<string, { text: string; version: ReturnType<typeof versionOf> }>();
  for (const page of reads.flatMap((read) => read.pages)) {
    for (const record of page.records) {
      const version = versionOf(stream, record, page.requestedMs);
      const other = kept.get(record.externalId);
      if (other === undefined || compareVersions(version, other.version) >= 0) kept.set(record.externalId, { text: JSON.stringify(record), version });
    }
  }
  return new Map([...kept].map(([id, copy]) => [id, copy.text]));
}

export function followingConformance(harness: ConformanceHarness): void {
  const stage = useStage(harness);

  const followed = (): Stream[] => stage.streams.filter((stream) => stream.delta !== null);
  const sample = (name: StreamName, count: number): string[] => stage.account.ids(name).slice(-count);

  /** Something for a delta to find, all in one second if wanted: records changed, or new ones where an edit moves no date. */
  function news(stream: Stream, ids: () => readonly string[], atOnce = false): readonly string[] {
    if (harness.editsMoveNoDate === true) return ids().map(() => stage.account.create());
    const changed = ids();
    if (atOnce) stage.account.changeAtOnce(stream.name, changed);
    else for (const id of changed) stage.account.change(stream.name, id);
    return changed;
  }

  /** A first delta, after which only later changes are news. */
  async function catchUp(stream: Stream): Promise<Read> {
    stage.account.advance(SETTLE_SECONDS);
    return readLane(stream, 'delta', { followedSinceMs: stage.account.nowMs() - 1_000 * SETTLE_SECONDS });
  }

  const cursorOf = (read: Read): Read['pages'][number]['cursor'] => stored(read.pages.at(-1)?.cursor ?? {});

  it('finds what was changed since following began', async () => {
    for (const stream of followed()) {
      const followedSinceMs = stage.account.nowMs();
      stage.account.advance(60);
      const ids = news(stream, () => sample(stream.name, 3));
      stage.account.advance(SETTLE_SECONDS);
      expect(idsOf(await readLane(stream, 'delta', { followedSinceMs }))).toEqual(expect.arrayContaining(ids));
    }
  });

  it('goes on from its saved cursor and finds what is new', async () => {
    for (const stream of followed()) {
      const first = await catchUp(stream);
      const ids = news(stream, () => sample(stream.name, 2));
      const created = stream.name === 'orders' ? [stage.account.create()] : [];
      stage.account.advance(SETTLE_SECONDS);
      const second = await readLane(stream, 'delta', { saved: cursorOf(first) });
      expect(idsOf(second)).toEqual(expect.arrayContaining([...ids, ...created]));
    }
  });

  it('leaves what is too young for the next run, and finds it then', async () => {
    for (const stream of followed()) {
      const first = await catchUp(stream);
      const [id = ''] = news(stream, () => sample(stream.name, 1));
      const second = await readLane(stream, 'delta', { saved: cursorOf(first) });
      stage.account.advance(SETTLE_SECONDS);
      const third = await readLane(stream, 'delta', { saved: cursorOf(second) });
      expect([...idsOf(second), ...idsOf(third)]).toContain(id);
    }
  });

  it('reads all of many records stamped with the same second', async () => {
    for (const stream of followed()) {
      const first = await catchUp(stream);
      const ids = news(stream, () => stage.account.ids(stream.name).slice(0, 60), true);
      stage.account.advance(SETTLE_SECONDS);
      const second = await readLane(stream, 'delta', { saved: cursorOf(first) });
      const seen = new Set([...idsOf(second), ...second.excluded.map((row) => row.externalId), ...second.rejects.map((row) => row.externalId)]);
      expect(ids.filter((id) => !seen.has(id))).toEqual([]);
      expect(second.pages.length).toBeGreaterThan(2);
    }
  });

  it('resumes a delta at every page boundary without losing a record', async () => {
    for (const stream of followed()) {
      if (stream.delta === null) continue;
      const first = await catchUp(stream);
      news(stream, () => stage.account.ids(stream.name).slice(0, 45), true);
      stage.account.advance(SETTLE_SECONDS);
      const [part] = await stream.delta.plan({ saved: cursorOf(first), followedSinceMs: 0, sinceMs: null }, calm());
      if (part === undefined) throw new Error('a delta has a part');
      const whole = await readPart(stream.delta, part.range, part.cursor);
      for (const [index, page] of whole.entries()) {
        if (page.done) continue;
        const rest = await readPart(stream.delta, part.range, page.cursor, whole.slice(0, index + 1));
        expect(rest.flatMap((next) => next.records.map((r) => r.externalId))).toEqual(whole.slice(index + 1).flatMap((next) => next.records.map((r) => r.externalId)));
      }
    }
  });

  it('ends up with the truth when rows move while they are read', async () => {
    // Where an edit moves no date, another look finds nothing of it.
    if (harness.editsMoveNoDate === true) return;
    for (const stream of followed()) {
      const first = await catchUp(stream);
      const ids = stage.account.ids(stream.name).slice(0, 40);
      stage.account.changeAtOnce(stream.name, ids);
      stage.account.advance(SETTLE_SECONDS);
      let turn = 0;
      stage.account.onRequest(() => {
        const id = ids[(turn * 7) % ids.length];
        turn += 1;
        if (turn < 30 && id !== undefined) stage.account.change(stream.name, id);
      });
      const second = await readLane(stream, 'delta', { saved: cursorOf(first) });
      stage.account.onRequest(null);
      stage.account.advance(SETTLE_SECONDS);
      const third = await readLane(stream, 'delta', { saved: cursorOf(second) });
      const truth = textsOf((await readLane(stream, 'backfill')).records);
      const kept = newest(stream, second, third);
      for (const id of ids) if (truth.has(id)) expect(kept.get(id)).toBe(truth.get(id));
    }
  });

  it('reads little again when nothing happened', async () => {
    for (const stream of followed()) {
      const first = await catchUp(stream);
      stage.account.advance(SETTLE_SECONDS);
      const second = await readLane(stream, 'delta', { saved: cursorOf(first) });
      stage.account.advance(SETTLE_SECONDS);
      const before = stage.account.requests();
      const third = await readLane(stream, 'delta', { saved: cursorOf(second) });
      expect(stage.account.requests() - before).toBeLessThanOrEqual(harness.quietRequests ?? 4);
      expect(idsOf(third).length).toBeLessThanOrEqual(idsOf(second).length);
      if (harness.followsClock !== true) expect(cursorOf(third)).toEqual(cursorOf(second));
    }
  });

  it('lets the newer copy win, whichever comes last', async () => {
    for (const stream of stage.addressable) {
      const [id = ''] = sample(stream.name, 1);
      const before = await byIdsOf(stream).fetch([id], calm());
      stage.account.advance(5);
      stage.account.change(stream.name, id);
      stage.account.advance(5);
      const after = await byIdsOf(stream).fetch([id], calm());
      const [old, young] = [before.records[0], after.records[0]];
      if (old === undefined || young === undefined) throw new Error(`record ${id} was not read`);
      expect(JSON.stringify(young)).not.toBe(JSON.stringify(old));
      expect(compareVersions(versionOf(stream, young, after.requestedMs), versionOf(stream, old, before.requestedMs))).toBeGreaterThan(0);
    }
  });

  async function sweep(stream: Stream): Promise<Map<string, string>> {
    const pages: SweepPage[] = [];
    for (const part of (await stream.sweep?.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm())) ?? []) {
      for await (const page of stream.sweep?.read({ ...stored(part), signal: calm() }) ?? []) pages.push(page);
    }
    expect(pages.at(-1)?.done).toBe(true);
    return new Map(pages.flatMap((page) => page.entries.map((entry) => [entry.externalId, entry.digest] as const)));
  }

  it('sweeps the same digests as its records have', async () => {
    for (const stream of stage.streams) {
      if (stream.sweep === null) continue;
      const { records } = await readLane(stream, 'backfill');
      const own = new Map(records.map((record) => [record.externalId, harness.definition.sweepDigest(record)]));
      expect(own.size).toBeGreaterThan(0);
      expect(await sweep(stream)).toEqual(own);
    }
  });

  it('shows in a sweep what changed without a date, and no longer what is gone', async () => {
    for (const stream of stage.streams) {
      if (stream.sweep === null || stage.account.changeSilently === null) continue;
      const before = await sweep(stream);
      const [silent = '', gone = ''] = [...before.keys()].slice(-2);
      stage.account.changeSilently(silent, stream.name);
      stage.account.remove(stream.name, gone);
      const after = await sweep(stream);
      expect([...before].filter(([id, digest]) => after.get(id) !== digest).map(([id]) => id).sort()).toEqual([silent, gone].sort());
      expect(after.has(gone)).toBe(false);
      expect((await byIdsOf(stream).fetch([gone], calm())).missing).toEqual([gone]);
    }
  });
}
