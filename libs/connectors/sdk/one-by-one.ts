import type { FetchedByIds } from './page.js';
import type { ByIds } from './stream.js';
import { idOf } from './values.js';

/** Reads one record by an id that is a positive number. */
export type ReadOne = (id: string, signal: AbortSignal) => Promise<FetchedByIds>;

async function fetch(read: ReadOne, nowMs: () => number, ids: readonly string[], signal: AbortSignal): Promise<FetchedByIds> {
  signal.throwIfAborted();
  const found: FetchedByIds[] = [];
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    // What is no id cannot be asked for.
    if (idOf(id) !== id || !Number.isSafeInteger(Number(id))) missing.push(id);
    else found.push(await read(id, signal));
  }
  return {
    records: found.flatMap((part) => part.records),
    rejects: found.flatMap((part) => part.rejects),
    excluded: found.flatMap((part) => part.excluded),
    missing: [...missing, ...found.flatMap((part) => part.missing)],
    requestedMs: Math.min(nowMs(), ...found.map((part) => part.requestedMs)),
  };
}

/** One record a request, on platforms that have no filter for several ids. */
export const oneByOne = (read: ReadOne, nowMs: () => number): ByIds => ({ most: 1, fetch: (ids, signal) => fetch(read, nowMs, ids, signal) });
