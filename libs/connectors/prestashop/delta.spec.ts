import { startPrestaShopSandbox, type PrestaShopSandbox } from '../../../apps/sandbox/prestashop/prestashop-sandbox.js';
import { openSimulated, readLane, streamNamed, type OpenedAccount, type Read } from '../sdk/conformance-harness.js';
import type { Cursor } from '../sdk/page.js';
import { overlapStart, untilOf } from '../sdk/local-window.js';
import { prestashop } from './prestashop.connector.js';

const WARSAW = 'Europe/Warsaw';
const STEP_SECONDS = 7 * 60;

describe('where a delta starts and ends', () => {
  it.each([
    ['2025-06-02 09:12:07', '2025-06-02 09:02:07'],
    ['2025-06-02 00:05:00', '2025-06-01 23:55:00'],
    // The clocks go back at 03:00 on 26 October: two hours around it, on both sides.
    ['2025-10-26 02:30:00', '2025-10-26 00:30:00'],
    ['2025-10-26 01:30:00', '2025-10-25 23:30:00'],
    ['2025-10-26 03:40:00', '2025-10-26 01:40:00'],
    ['2025-10-26 05:30:00', '2025-10-26 05:20:00'],
    // The clocks go forward at 02:00 on 30 March: ten real minutes before 03:04 it was 01:54.
    ['2025-03-30 03:04:00', '2025-03-30 01:54:00'],
    ['2025-03-30 03:20:00', '2025-03-30 03:10:00'],
  ])('after %s it starts at %s', (position, start) => {
    expect(overlapStart(position, WARSAW)).toBe(start);
  });

  it.each([
    ['2025-06-02T07:12:07Z', '2025-06-02 09:10:37'],
    ['2025-10-26T00:30:00Z', '2025-10-26 02:28:30'],
    // In the second pass everything stamped in the first is long committed.
    ['2025-10-26T01:10:00Z', '2025-10-26 02:59:59'],
    ['2025-10-26T02:10:00Z', '2025-10-26 03:08:30'],
    ['2025-03-30T01:01:00Z', '2025-03-30 01:59:30'],
  ])('at %s it ends at %s', (now, until) => {
    expect(untilOf(Date.parse(now), { zone: WARSAW, lagMs: 90_000 })).toBe(until);
  });
});

/** A shop that keeps selling through a night; every order must have been seen once the night is over. */
async function followThrough(from: string, hours: number, seed: number): Promise<{ readonly missed: number[]; readonly changes: number }> {
  let nowMs = Date.parse(from);
  const sandbox: PrestaShopSandbox = await startPrestaShopSandbox({ customers: 20, orders: 300, seed, now: () => nowMs, historyEnd: '2025-01-01T00:00:00Z', timezone: WARSAW });
  const account = { credentials: { address: sandbox.url, key: sandbox.key }, settings: { idField: 'ps', zone: WARSAW, ordersPerPage: 7 }, secrets: [], nowMs: () => nowMs };
  const opened: OpenedAccount = openSimulated(prestashop, account);
  try {
    const stream = streamNamed(opened.connector, 'orders');
    const followedSinceMs = nowMs;
    const latest = new Map<string, string>();
    let saved: Cursor | null = null;
    let changes = 0;
    const take = (read: Read): void => {
      saved = JSON.parse(JSON.stringify(read.pages.at(-1)?.cursor ?? null)) as Cursor | null;
      for (const record of read.records) if (record.kind === 'order') latest.set(record.externalId, record.payment ?? '');
    };
    const end = nowMs + hours * 3_600_000;
    const truth = new Map<number, string>();
    for (let step = 0; nowMs < end; step += 1) {
      // Several saves with a few seconds between them, some at the very end of a run's window.
      for (let i = 0; i < 3; i += 1) {
        const ids = sandbox.control.ids('orders');
        // Each order once: a later save would hide that an earlier one was missed.
        const id = ids[changes] ?? 0;
        const payment = `Przelew ${String(step)}.${String(i)}`;
        sandbox.control.touchOrder(id, { payment });
        truth.set(id, payment);
        changes += 1;
        nowMs += 20_000;
      }
      if (step % 3 === 2) take(await readLane(stream, 'delta', { saved, followedSinceMs }));
      nowMs += STEP_SECONDS * 1_000;
    }
    nowMs += 4 * 3_600_000;
    take(await readLane(stream, 'delta', { saved, followedSinceMs }));
    return { missed: [...truth].filter(([id, payment]) => latest.get(String(id)) !== payment).map(([id]) => id), changes };
  } finally {
    await opened.close();
    await sandbox.stop();
  }
}

describe('following a shop', () => {
  it.each([
    ['through the night the clocks go back', '2025-10-25T22:00:00Z', 6, 1],
    ['through the night the clocks go back, started inside the repeated hour', '2025-10-26T00:41:00Z', 4, 2],
    ['through the night the clocks go back, started in its second pass', '2025-10-26T01:03:00Z', 4, 3],
    ['through the night the clocks go forward', '2025-03-29T23:00:00Z', 5, 4],
    ['through a quiet day', '2025-06-02T10:00:00Z', 4, 5],
  ])('%s misses nothing', async (_name, from, hours, seed) => {
    const { missed, changes } = await followThrough(from, hours, seed);
    expect(missed).toEqual([]);
    expect(changes).toBeGreaterThan(50);
  });
});
