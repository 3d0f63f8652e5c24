import { setTimeout as pause } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import type { Rest } from './rest.js';
import type { Run } from './run-view.js';

const LOOK_MS = 300;
const LINE_MS = 2_000;

function describe(run: Run): string {
  const rate = run.ratePerSecond === null ? '' : `, ${Math.round(run.ratePerSecond)} records/s`;
  const left = run.secondsLeft === null ? '' : `, about ${run.secondsLeft} s left`;
  const waiting = run.waiting === null ? '' : ` — ${run.waiting.message}`;
  return `${run.total.read}${run.expected === null ? '' : ` of ${run.expected}`} records${rate}${left}${waiting}`;
}

/** Shows a run until it ends: a live bar in a terminal, a line every two seconds elsewhere. */
export async function watchRun(rest: Rest, runId: string, log: (line: string) => void): Promise<Run> {
  const bar = process.stdout.isTTY ? new SingleBar({ format: '  {bar} {percentage}% | {text}', hideCursor: true, etaBuffer: 1 }, Presets.shades_classic) : null;
  bar?.start(100, 0, { text: 'starting' });
  let spoken = performance.now();
  for (;;) {
    const run = await rest.get<Run>(`/runs/${runId}`);
    bar?.update(run.ended ? 100 : Math.floor(run.percent ?? 0), { text: describe(run) });
    if (bar === null && (run.ended || performance.now() - spoken > LINE_MS)) {
      spoken = performance.now();
      log(`  ${run.percent === null ? '' : `${Math.floor(run.percent)} % | `}${describe(run)}`);
    }
    if (run.ended) {
      bar?.stop();
      return run;
    }
    await pause(LOOK_MS);
  }
}
