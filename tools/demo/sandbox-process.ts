import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithUs } from '../guard.js';
import type { Lifetime } from '../lifetime.js';
import { Problem } from '../problem.js';
import { endProcess } from '../processes.js';
import { projectRoot } from '../project.js';

/** A simulated shop in a process of its own, reached over HTTP only, as a real one would be. */
export type SandboxShop = { readonly url: string; readonly key: string };

const STOP_GRACE_MS = 5_000;

/** Starts a simulated shop (`--platform` and its options) and waits for the line that says where it listens. */
export async function startSandboxShop(lifetime: Lifetime, args: readonly string[]): Promise<SandboxShop> {
  const child = spawn(process.execPath, [join(projectRoot(), 'dist/apps/sandbox/main.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  endWithUs(child);
  lifetime.defer('simulated shop', async () => {
    if (child.pid !== undefined && child.exitCode === null) await endProcess(child.pid, 'SIGTERM', STOP_GRACE_MS);
  });
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Problem(`The simulated shop ended at once (exit code ${String(code)}).`)));
  });
  return JSON.parse(await first) as SandboxShop;
}

/** Asks a simulated shop something its owner would know, or does in it what its owner would do. */
export async function control<T>(shop: SandboxShop, name: string, body?: object): Promise<T> {
  const answer = await fetch(`${shop.url}/_control/${name}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  const { result, error } = (await answer.json()) as { result: T; error?: string };
  if (!answer.ok) throw new Problem(`The simulated shop refused "${name}": ${error ?? String(answer.status)}`);
  return result;
}
