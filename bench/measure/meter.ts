import { cpuSeconds } from './processes.js';
import { walBytes } from './database.js';

/** CPU seconds by part, and write-ahead log, between two moments. */
export type Use = { readonly cpuSeconds: Readonly<Record<string, number>>; readonly walMb: number };

/** Starts measuring processes (name → pid of the root of its tree) and a database; the returned function ends it. */
export async function meter(pids: Readonly<Record<string, number>>, databaseUrl: string): Promise<() => Promise<Use>> {
  const walBefore = await walBytes(databaseUrl);
  const before = new Map(Object.entries(pids).map(([name, pid]) => [name, cpuSeconds(pid)]));
  return async () => {
    const used = Object.entries(pids).map(([name, pid]) => [name, Math.round((cpuSeconds(pid) - (before.get(name) ?? 0)) * 100) / 100] as const);
    return { cpuSeconds: Object.fromEntries(used), walMb: Math.round(((await walBytes(databaseUrl)) - walBefore) / 2 ** 20) };
  };
}
