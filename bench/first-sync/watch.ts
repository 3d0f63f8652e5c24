import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '#tools/problem.js';
import type { RestClient } from '../service/rest.js';
import type { RunView } from '../service/run.js';
import type { Sample } from './accuracy.js';

/** The part of a run view this scenario looks at. */
export type TimedRun = RunView & {
  readonly expected: number | null;
  readonly requests: number;
  readonly percent: number | null;
  readonly secondsLeft: number | null;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
};

export type Watched = { readonly run: TimedRun; readonly samples: readonly Sample[] };

const EVERY_MS = 1_000;

/** Looks at a run every second until it has ended. @throws Problem when that takes too long */
export async function watchRun(rest: RestClient, runId: string, limitMs: number): Promise<Watched> {
  const samples: Sample[] = [];
  const started = performance.now();
  for (let look = 1; ; look += 1) {
    const run = await rest.call<TimedRun>('GET', `/runs/${runId}`);
    if (run.ended) return { run, samples };
    samples.push({ atMs: Date.now(), requests: run.requests, read: run.total.read, expected: run.expected, percent: run.percent, secondsLeft: run.secondsLeft });
    if (performance.now() - started > limitMs) throw new Problem(`The first synchronisation has not ended within ${String(Math.round(limitMs / 60_000))} minutes (${run.waiting?.message ?? run.state}).`);
    await delay(Math.max(0, started + look * EVERY_MS - performance.now()));
  }
}
