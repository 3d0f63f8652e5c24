import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#tools/progress.js';
import type { Random } from '../kill/random.js';
import type { Launched } from '../service/launch.js';

const VICTIMS = [['worker', 5], ['postgres', 2], ['temporal', 2], ['api', 1]] as const;
export type Victim = (typeof VICTIMS)[number][0];

const LOOK_MS = 50;

type KillerInput = { readonly launched: Launched; readonly random: Random; readonly kills: number; /** Time over which they are spread. */ readonly spreadMs: number; readonly over: () => boolean; readonly log: Log };

/** The victim's pid; waits while it is being started again. */
async function pidOf({ launched, over }: KillerInput, victim: Victim): Promise<number | null> {
  for (; !over(); await delay(LOOK_MS)) {
    try {
      return launched.pids()[victim];
    } catch {
      // Started again in a moment.
    }
  }
  return null;
}

/** Kills part after part, one at a seeded moment of each equal slice of the time. */
export async function killAtMoments(input: KillerInput): Promise<Victim[]> {
  const { random, kills, spreadMs, over, log } = input;
  const done: Victim[] = [];
  const startedAt = performance.now();
  for (let turn = 0; turn < kills; turn += 1) {
    const [atMs, victim] = [(spreadMs * (turn + random.next())) / kills, random.pick(VICTIMS)];
    while (performance.now() - startedAt < atMs && !over()) await delay(LOOK_MS);
    const pid = await pidOf(input, victim);
    if (pid === null || over()) break;
    process.kill(pid, 'SIGKILL');
    done.push(victim);
    log(`kill ${String(done.length)} of ${String(kills)}: ${victim}, ${((performance.now() - startedAt) / 1_000).toFixed(1)} s after the first sale`);
  }
  return done;
}
