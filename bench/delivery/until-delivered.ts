import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#tools/progress.js';
import type { ProgressWatch } from './progress.js';

const TELL_MS = 30_000;

/** Waits until nothing is to be considered or delivered any more; false when that was not so in time. */
export async function untilDelivered(watch: ProgressWatch, limitMs: number, log: Log, isOver: () => boolean | Promise<boolean>): Promise<boolean> {
  const until = performance.now() + limitMs;
  for (let toldAt = performance.now(); performance.now() < until; await delay(200)) {
    const { contacts, events, open, waiting } = watch.now;
    if (contacts + events > 0 && open + waiting === 0 && (await isOver())) return true;
    if (performance.now() - toldAt > TELL_MS) {
      toldAt = performance.now();
      log(`${String(contacts)} contacts, ${String(events)} events delivered; ${String(open)} deliveries open, ${String(waiting)} records to consider`);
    }
  }
  return false;
}
