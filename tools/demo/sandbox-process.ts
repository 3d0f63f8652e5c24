import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithUs } from '../guard.js';
import type { Lifetime } from '../lifetime.js';
import { Problem } from '../problem.js';
import { endProcess } from '../processes.js';
import { projectRoot } from '../project.js';

/** A simulated shop or account in a process of its own, reached over HTTP only, as a real one would be. */
export type Sandbox = { readonly platform: string; readonly url: string; readonly key: string };

const STOP_GRACE_MS = 5_000;

/** Starts a simulated platform (`--platform` and its options) and waits for the line that says where it listens, and what else a client has to know. */
export async function startSandbox<T extends Sandbox = Sandbox>(lifetime: Lifetime, args: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, [join(projectRoot(), 'dist/apps/sandbox/main.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  endWithUs(child);
  lifetime.defer('simulated platform', async () => {
    if (child.pid !== undefined && child.exitCode === null) await endProcess(child.pid, 'SIGTERM', STOP_GRACE_MS);
  });
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Problem(`A simulated platform ended at once (exit code ${String(code)}).`)));
  });
  return JSON.parse(await first) as T;
}

/** Asks a simulated platform something its owner would know, or does in it what its owner would do. */
export async function control<T>(sandbox: Sandbox, name: string, body?: object): Promise<T> {
  const answer = await fetch(`${sandbox.url}/_control/${name}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  const { result, error } = (await answer.json()) as { result: T; error?: string };
  if (!answer.ok) throw new Problem(`The simulated ${sandbox.platform} refused "${name}": ${error ?? String(answer.status)}`);
  return result;
}
