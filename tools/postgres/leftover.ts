import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, endProcess } from '../processes.js';

/** First line of postmaster.pid (PostgreSQL documentation, "Database File Layout"). */
function recordedPid(dataDir: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0] ?? '', 10);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Ends a PostgreSQL server that a killed earlier run left on this data directory. The recorded pid may meanwhile belong to
 * anything else, so its command line must be a postgres on exactly this directory. A stale file alone is left to
 * PostgreSQL, which judges it by its own shared memory.
 * @returns the pid that was ended
 */
export async function endLeftoverServer(dataDir: string): Promise<number | undefined> {
  const pid = recordedPid(dataDir);
  if (pid === undefined) return undefined;
  const words = commandLine(pid)?.split(' ') ?? [];
  if (!(words[0]?.endsWith('postgres') ?? false) || !words.includes(dataDir)) return undefined;
  await endProcess(pid, 'SIGINT', 20_000);
  return pid;
}
