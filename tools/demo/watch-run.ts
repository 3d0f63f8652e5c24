import { setTimeout as pause } from 'node:timers/promises';
import { openBar } from './bar.js';
import type { Rest } from './rest.js';
import type { Run } from './run-view.js';

const LOOK_MS = 300;

function describe(run: Run): string {
  const rate = run.ratePerSecond === null ? '' : `, ${Math.round(run.ratePerSecond)} records/s`;
  const left = run.secondsLeft === null ? '' : `, about ${run.secondsLeft} s left`;
  const waiting = run.waiting === null ? '' : ` — ${run.waiting.message}`;
  return `${run.total.read}${run.expected === null ? '' : ` of ${run.expected}`} records${rate}${left}${waiting}`;
}

/** Shows a run until it ends. */
export async function watchRun(rest: Rest, runId: string, log: (line: string) => void): Promise<Run> {
  const bar = openBar(log);
  for (;;) {
    const run = await rest.get<Run>(`/runs/${runId}`);
    if (run.ended) {
      bar.end(describe(run));
      return run;
    }
    bar.show(run.percent, describe(run));
    await pause(LOOK_MS);
  }
}
