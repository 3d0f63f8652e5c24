import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../problem.js';

const LOOK_MS = 200;
const PATIENCE_MS = 60_000;

export type Seen<T> = { readonly value: T; readonly seconds: number };

/**
 * Looks until there is something to see, and tells how long that took.
 * @throws Problem that names what did not happen
 */
export async function until<T>(what: string, look: () => Promise<T | null>): Promise<Seen<T>> {
  const started = performance.now();
  for (;;) {
    const value = await look();
    const ms = performance.now() - started;
    if (value !== null) return { value, seconds: Math.round(ms / 100) / 10 };
    if (ms > PATIENCE_MS) throw new Problem(`${what}: this did not happen within ${PATIENCE_MS / 1_000} s.`);
    await pause(LOOK_MS);
  }
}

/** @throws Problem unless it holds */
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Problem(otherwise);
}
