import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#tools/progress.js';
import type { Launched } from '../service/launch.js';
import type { Random } from './random.js';
import type { PartWatch } from './watch.js';

export const VICTIMS = [['worker', 4], ['postgres', 3], ['temporal', 2], ['api', 1]] as const;
export type Victim = (typeof VICTIMS)[number][0];

/** One kill -9; `recoverySeconds` until the next page was committed, null when the run ended without another page. */
export type Kill = { readonly victim: Victim; readonly afterPages: number; readonly recoverySeconds: number | null };

export type KillerInput = {
  readonly launched: Launched;
  readonly watch: PartWatch;
  readonly random: Random;
  readonly kills: number;
  /** Longest wait between a page that was committed and the next kill, ms. */
  readonly longestGapMs: number;
  readonly ended: () => boolean;
  readonly log: Log;
};

const LOOK_MS = 50;

/** Two looks later: the first may have begun before this call. */
async function untilSeen({ watch, ended }: KillerInput): Promise<number> {
  const from = watch.looks;
  while (watch.looks < from + 2 && !ended()) await delay(LOOK_MS);
  return watch.pages;
}

async function untilMoved({ watch, ended }: KillerInput, pages: number): Promise<boolean> {
  while (watch.pages <= pages && !ended()) await delay(LOOK_MS);
  return watch.pages > pages;
}

/** The victim's pid; waits while it is being started again. */
async function pidOf({ launched, ended }: KillerInput, victim: Victim): Promise<number | null> {
  while (!ended()) {
    try {
      return launched.pids()[victim];
    } catch {
      await delay(LOOK_MS);
    }
  }
  return null;
}

/** Kills part after part, each time once pages are being committed again; ends early when the run does. */
export async function killAgainAndAgain(input: KillerInput): Promise<Kill[]> {
  const { random, kills, longestGapMs, ended, log } = input;
  const done: Kill[] = [];
  await untilMoved(input, 0);
  while (done.length < kills && !ended()) {
    const [gapMs, victim] = [random.next() * longestGapMs, random.pick(VICTIMS)];
    await delay(gapMs);
    const pid = await pidOf(input, victim);
    if (pid === null || ended()) break;
    const at = performance.now();
    process.kill(pid, 'SIGKILL');
    const afterPages = await untilSeen(input);
    const moved = await untilMoved(input, afterPages);
    const recoverySeconds = moved ? Math.round((performance.now() - at) / 100) / 10 : null;
    done.push({ victim, afterPages, recoverySeconds });
    log(`kill ${String(done.length)} of ${String(kills)}: ${victim} after ${String(afterPages)} pages; next page ${recoverySeconds === null ? 'never, the run ended' : `after ${recoverySeconds.toFixed(1)} s`}`);
  }
  return done;
}
