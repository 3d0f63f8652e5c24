import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#tools/progress.js';
import type { Random } from '../kill/random.js';
import type { House } from './house.js';
import type { ProgressWatch } from './progress.js';

/** One kill -9 of the worker: what was delivered before, what it left under way, and how long nothing more was delivered. */
export type Kill = { readonly afterDelivered: number; readonly leftUnderWay: number; readonly recoverySeconds: number | null };

export type KillerInput = { readonly house: House; readonly watch: ProgressWatch; readonly random: Random; readonly kills: number; /** Deliveries of the whole run. */ readonly total: number; readonly ended: () => boolean; readonly log: Log };

const LOOK_MS = 25;
/** A kill must not hit the same moment of a round each time. */
const JITTER_MS = 700;
/** Every second kill waits so long for a call to hit. */
const CALL_LIMIT_MS = 3_000;
const CALL_LOOK_MS = 3;

const delivered = ({ now }: ProgressWatch): number => now.contacts + now.events;

async function pidOf({ house, ended }: KillerInput): Promise<number | null> {
  while (!ended()) {
    try {
      return house.launched.pids().worker;
    } catch {
      await delay(LOOK_MS);
    }
  }
  return null;
}

/** Waits for a call under way; gives up when none comes, as in the quiet period of the last few. */
async function untilCalling({ watch, ended }: KillerInput): Promise<void> {
  const until = performance.now() + CALL_LIMIT_MS;
  while ((await watch.look()).underWay === 0 && !ended() && performance.now() < until) await delay(CALL_LOOK_MS);
}

async function untilAbove(input: KillerInput, mark: number): Promise<boolean> {
  while (delivered(input.watch) <= mark && !input.ended()) await delay(LOOK_MS);
  return delivered(input.watch) > mark;
}

/** Kills the worker at seeded marks of progress, one in each equal part of the whole run, every second one in the middle of calls; ends early when the run does. */
export async function killAtMarks(input: KillerInput): Promise<Kill[]> {
  const { watch, random, kills, total, ended, log } = input;
  const done: Kill[] = [];
  for (let turn = 0; turn < kills && !ended(); turn += 1) {
    const [mark, jitter] = [Math.floor((total * (turn + random.next())) / kills), JITTER_MS * random.next()];
    if (!(await untilAbove(input, Math.min(mark, total - 1)))) break;
    await delay(jitter);
    if (turn % 2 === 1) await untilCalling(input);
    const pid = await pidOf(input);
    if (pid === null || ended()) break;
    const at = performance.now();
    process.kill(pid, 'SIGKILL');
    // After the kill, so that nothing of this worker's is settled any more.
    const { underWay } = await watch.look();
    const afterDelivered = delivered(watch);
    const moved = await untilAbove(input, afterDelivered);
    const recoverySeconds = moved ? Math.round((performance.now() - at) / 100) / 10 : null;
    done.push({ afterDelivered, leftUnderWay: underWay, recoverySeconds });
    log(`kill ${String(done.length)} of ${String(kills)} after ${String(afterDelivered)} of ${String(total)} deliveries, ${String(underWay)} left under way; next one ${recoverySeconds === null ? 'never, the run ended' : `after ${recoverySeconds.toFixed(1)} s`}`);
  }
  return done;
}
