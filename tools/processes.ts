import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 25;

/** Polls until the condition holds; false when `timeoutMs` passed first. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/** Command line of a running process (arguments joined by spaces); undefined when there is none, or it is already dead and only unreaped. */
export function commandLine(pid: number): string | undefined {
  try {
    // Linux. A zombie has an empty command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  try {
    const output = execFileSync('ps', ['-o', 'stat=,args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return output.startsWith('Z') ? undefined : output.replace(/^\S+\s+/, '') || undefined;
  } catch {
    return undefined;
  }
}

/** True while the process runs. */
export function isAlive(pid: number): boolean {
  return commandLine(pid) !== undefined;
}

/** Sends a signal; false when the process is already gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** Ends a process: the polite signal first, SIGKILL when it is still there after `graceMs`. Returns when it is gone. */
export async function endProcess(pid: number, polite: NodeJS.Signals, graceMs = 10_000): Promise<void> {
  signal(pid, polite);
  if (await waitUntil(() => !isAlive(pid), graceMs)) return;
  signal(pid, 'SIGKILL');
  await waitUntil(() => !isAlive(pid), graceMs);
}
