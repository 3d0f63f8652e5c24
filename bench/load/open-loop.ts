import { setTimeout as delay } from 'node:timers/promises';
import { dueAt, dueBy } from './schedule.js';

/** One delivery as it went; times in ms of `performance.now()`. `status` 0: no answer. */
export type Sent = { readonly index: number; readonly dueMs: number; readonly latencyMs: number; readonly lateMs: number; readonly status: number };

export type OpenLoop = {
  readonly count: number;
  readonly perSecond: number;
  /** Sends the delivery with this index and gives the status of its answer. */
  readonly send: (index: number) => Promise<number>;
};

const TICK_MS = 1;

/**
 * Sends at a fixed schedule: a slow answer delays no later delivery, and each latency counts from the moment the delivery
 * was due, so that time in which the receiver stood still is counted for everybody who would have come in it.
 */
export async function sendOpenLoop({ count, perSecond, send }: OpenLoop): Promise<Sent[]> {
  const started = performance.now();
  const one = async (index: number): Promise<Sent> => {
    const dueMs = started + dueAt(index, perSecond);
    const lateMs = performance.now() - dueMs;
    const status = await send(index).catch(() => 0);
    return { index, dueMs, latencyMs: performance.now() - dueMs, lateMs, status };
  };
  const under: Promise<Sent>[] = [];
  while (under.length < count) {
    for (let due = dueBy(performance.now() - started, perSecond, count); under.length < due; ) under.push(one(under.length));
    await delay(TICK_MS);
  }
  return Promise.all(under);
}

/** Answers by status; `none` when there was none. */
export function byStatus(sent: readonly Sent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of sent) {
    const name = status === 0 ? 'none' : String(status);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The slowest of the deliveries due in each second, whole ms. */
export function slowestBySecond(sent: readonly Sent[]): number[] {
  const [first] = sent;
  const slowest: number[] = [];
  for (const { dueMs, latencyMs } of sent) {
    const second = Math.floor((dueMs - (first?.dueMs ?? 0)) / 1_000);
    slowest[second] = Math.max(slowest[second] ?? 0, Math.round(latencyMs));
  }
  return slowest;
}
