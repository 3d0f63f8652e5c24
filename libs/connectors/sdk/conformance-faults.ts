import { redact, type Failure } from '#libs/domain/failure.js';
import { byIdsOf, calm, failureFrom, gather, readLane, stored, PATIENCE_MS, SILENCE_MS, textsOf, type ConformanceHarness, type SimulatedFault } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';
import type { Page } from './page.js';
import type { Stream } from './stream.js';

/** Trouble that one more try cures. */
const PASSING: readonly SimulatedFault[] = [
  { kind: 'server-error', times: 1 },
  { kind: 'hang', times: 1 },
  { kind: 'half-answer', times: 1 },
];

const LASTING: readonly SimulatedFault[] = [{ kind: 'server-error' }, { kind: 'hang' }, { kind: 'half-answer' }, { kind: 'html' }];

const REFUSALS: readonly SimulatedFault[] = [
  { kind: 'refuse', status: 429, retryAfter: 7 },
  { kind: 'refuse', status: 429 },
  { kind: 'refuse', status: 503, retryAfter: 7 },
  { kind: 'refuse', status: 503 },
];

const PERSONAL: ReadonlySet<string> = new Set(['email', 'lastName', 'street', 'phone', 'phones', 'login']);

/** Everything in a record that tells who it is about, wherever it stands. */
function personalIn(value: unknown, name = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => personalIn(entry, name));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([inner, entry]) => personalIn(entry, inner));
  return typeof value === 'string' && value.length > 3 && PERSONAL.has(name) ? [value] : [];
}

export function faultConformance(harness: ConformanceHarness): void {
  const stage = useStage(harness);

  function firstStream(): Stream {
    const [stream] = stage.streams;
    if (stream === undefined) throw new Error('a platform has a stream');
    return stream;
  }

  function expectClean(failure: Failure): void {
    const text = JSON.stringify(failure) + failure.message + (failure.stack ?? '');
    for (const secret of stage.account.secrets) expect(text).not.toContain(secret);
    expect(failure.text.pl.trim()).not.toBe('');
    expect(failure.text.en.trim()).not.toBe('');
  }

  it('makes a reject of one bad record and reads all others', async () => {
    for (const stream of stage.streams) {
      const healthy = textsOf((await readLane(stream, 'backfill')).records);
      const id = [...healthy.keys()][3] ?? '';
      stage.account.damage(stream.name, id);
      const read = await readLane(stream, 'backfill');
      // A damaged row may come with two parts, when its damage hides which of them it belongs to.
      expect([...new Set(read.rejects.map((reject) => reject.externalId))]).toEqual([id]);
      healthy.delete(id);
      expect(textsOf(read.records)).toEqual(healthy);
    }
  });

  it('explains a reject without telling about the person', async () => {
    let checked = 0;
    for (const stream of stage.streams) {
      const { records } = await readLane(stream, 'backfill');
      const chosen = records[3];
      stage.account.damage(stream.name, chosen?.externalId ?? '');
      const [reject] = (await readLane(stream, 'backfill')).rejects;
      expect(reject?.reason).toMatch(/^[a-z_]+$/u);
      expect(reject?.message.pl.trim() !== '' && reject?.message.en.trim() !== '').toBe(true);
      expect(reject?.fix.pl.trim() !== '' && reject?.fix.en.trim() !== '').toBe(true);
      const original = JSON.stringify(reject?.original);
      expect(Object.keys(reject?.original ?? {}).length).toBeGreaterThan(3);
      expect(redact(original)).toBe(original);
      for (const secret of stage.account.secrets) expect(original).not.toContain(secret);
      const personal = personalIn(chosen);
      checked += personal.length;
      for (const value of personal) expect(original).not.toContain(value);
    }
    // Orders of some platforms name nobody; all streams together do.
    expect(checked).toBeGreaterThan(0);
  });

  it('rejects a bad record in a read by id, and reads it once it is whole again', async () => {
    for (const stream of stage.addressable) {
      const { records } = await readLane(stream, 'backfill');
      const id = records[5]?.externalId ?? '';
      stage.account.damage(stream.name, id);
      expect((await byIdsOf(stream).fetch([id], calm())).rejects.map((reject) => reject.externalId)).toEqual([id]);
      stage.account.heal(stream.name, id);
      const mended = await byIdsOf(stream).fetch([id], calm());
      expect(mended.rejects).toEqual([]);
      expect(mended.records.map((record) => record.externalId)).toEqual([id]);
    }
  });

  it.each(REFUSALS)('stops at once when told to wait: %j', async (fault) => {
    const stream = stage.stream('orders');
    const parts = await stream.backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
    if (fault.kind === 'hang') stage.opened.patience.ms = SILENCE_MS;
    stage.account.fault(fault);
    const before = stage.account.requests();
    const failure = await failureFrom(async () => {
      for (const part of parts) for await (const _page of stream.backfill.read({ ...part, signal: calm() })) continue;
    });
    expect(failure.kind).toBe('rate_limited');
    expect(failure.retryAfterMs).toBeGreaterThan(0);
    if (fault.kind === 'refuse' && fault.retryAfter !== undefined) expect(failure.retryAfterMs).toBe(fault.retryAfter * 1_000);
    expect(stage.account.requests() - before).toBe(1);
    expect(stage.opened.budget.blocks).toHaveLength(1);
    expectClean(failure);
  });

  it.each(PASSING)('gets over passing trouble, now or in the next try: %j', async (fault) => {
    const stream = firstStream();
    const healthy = textsOf((await readLane(stream, 'backfill')).records);
    const parts = await stream.backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
    if (fault.kind === 'hang') stage.opened.patience.ms = SILENCE_MS;
    stage.account.fault(fault);
    const pages: Page[] = [];
    for (const part of parts) {
      let cursor = part.cursor;
      for (let tries = 0; tries < 3; tries += 1) {
        try {
          for await (const page of stream.backfill.read({ range: stored(part.range), cursor: stored(cursor), signal: calm() })) {
            pages.push(page);
            cursor = page.cursor;
          }
          break;
        } catch (error) {
          expect(error).toMatchObject({ retryable: true });
        }
      }
    }
    const read = gather(pages);
    expect(read.rejects).toEqual([]);
    expect(read.records).toHaveLength(healthy.size);
    expect(textsOf(read.records)).toEqual(healthy);
  });

  it.each(LASTING)('ends lasting trouble with a failure time may cure, and goes on from its cursor: %j', async (fault) => {
    const stream = firstStream();
    const healthy = textsOf((await readLane(stream, 'backfill')).records);
    const [part] = await stream.backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
    if (part === undefined) throw new Error('a backfill has a part');
    const iterator = stream.backfill.read({ ...stored(part), signal: calm() })[Symbol.asyncIterator]();
    const first = await iterator.next();
    if (fault.kind === 'hang') stage.opened.patience.ms = SILENCE_MS;
    stage.account.fault(fault);
    const failure = await failureFrom(() => readAll(iterator));
    expect(['platform_unavailable', 'platform_defect']).toContain(failure.kind);
    expect(failure.retryable).toBe(true);
    expectClean(failure);
    stage.account.fault(null);
    stage.opened.patience.ms = PATIENCE_MS;
    const cursor = first.done === true ? null : first.value.cursor;
    const rest: Page[] = [];
    for await (const page of stream.backfill.read({ range: stored(part.range), cursor: stored(cursor), signal: calm() })) rest.push(page);
    const ids = [...(first.done === true ? [] : first.value.records), ...gather(rest).records];
    for (const [id, text] of textsOf(ids)) expect(healthy.get(id)).toBe(text);
    expect(gather(rest).rejects).toEqual([]);
  });

  async function readAll(iterator: AsyncIterator<Page>): Promise<number> {
    let pages = 0;
    while ((await iterator.next()).done !== true) pages += 1;
    return pages;
  }

  it('never makes records of an answer in which everything has another type', async () => {
    for (const stream of stage.streams) {
      const parts = await stream.backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
      stage.account.fault({ kind: 'wrong-types' });
      const pages: Page[] = [];
      try {
        for (const part of parts) for await (const page of stream.backfill.read({ ...part, signal: calm() })) pages.push(page);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'platform_defect' });
      }
      expect(gather(pages).records).toEqual([]);
      stage.account.fault(null);
    }
  });

  it('lets go of a request when it is told to stop', async () => {
    const stream = stage.stream('orders');
    const [part] = await stream.backfill.plan({ saved: null, followedSinceMs: 0, sinceMs: null }, calm());
    if (part === undefined) throw new Error('a backfill has a part');
    stage.account.fault({ kind: 'hang' });
    const controller = new AbortController();
    stage.account.onRequest(() => controller.abort(new Error('stopped by the test')));
    const before = stage.account.requests();
    await expect(readAll(stream.backfill.read({ ...part, signal: controller.signal })[Symbol.asyncIterator]())).rejects.toThrow('stopped by the test');
    expect(stage.account.requests() - before).toBe(1);
  });

  it('sends nothing at all when it was told to stop before', async () => {
    const signal = AbortSignal.abort(new Error('stopped before'));
    const before = stage.account.requests();
    for (const stream of stage.addressable) await expect(byIdsOf(stream).fetch(['1'], signal)).rejects.toThrow('stopped before');
    await expect(stage.opened.connector.dictionary(signal)).rejects.toThrow('stopped before');
    await expect(stage.opened.connector.check(signal)).rejects.toThrow('stopped before');
    expect(stage.account.requests()).toBe(before);
  });
}
