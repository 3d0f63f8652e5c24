import { performance } from 'node:perf_hooks';

/** Receives one line for the user. */
export type Log = (line: string) => void;

const FIRST_LINE_MS = 2_000;
const NEXT_LINES_MS = 10_000;

/** Seconds since `start` (a `performance.now()` value), for a message. */
export function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1_000).toFixed(1)} s`;
}

/** Says that something goes on once it lasts longer than 2 s, again every 10 s, and how long it took in the end. */
export async function withProgress<T>(label: string, log: Log, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  let spoken = false;
  const speak = (): void => {
    spoken = true;
    log(`${label}: still working, ${secondsSince(start)}`);
  };
  const first = setTimeout(speak, FIRST_LINE_MS);
  const next = setInterval(speak, NEXT_LINES_MS);
  try {
    const result = await work();
    if (spoken) log(`${label}: done after ${secondsSince(start)}`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(next);
  }
}
