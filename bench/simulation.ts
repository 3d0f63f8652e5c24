import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithUs } from '#tools/guard.js';
import type { Lifetime } from '#tools/lifetime.js';
import { Problem } from '#tools/problem.js';
import { endProcess } from '#tools/processes.js';
import type { Log } from '#tools/progress.js';
import { withProgress } from '#tools/progress.js';
import { projectRoot } from '#tools/project.js';

const SCRIPT = 'dist/apps/sandbox/main.js';

/** A simulated platform that runs: what it said of itself when it was ready. */
export type Simulation = { readonly said: unknown; readonly pid: number };

/**
 * Starts a simulated platform in a process of its own, ended with the program.
 * @param name as in messages, such as "simulated shop"
 * @throws Problem when the program is missing or ends before it is ready
 */
export async function startSimulation(name: string, values: Readonly<Record<string, string | number>>, lifetime: Lifetime, log: Log): Promise<Simulation> {
  const script = join(projectRoot(), SCRIPT);
  if (!existsSync(script)) throw new Problem(`${SCRIPT} is missing: run "npm run build" and look at its errors.`);
  const args = Object.entries(values).flatMap(([option, value]) => [`--${option}`, String(value)]);
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  endWithUs(child);
  const { pid } = child;
  if (pid === undefined) throw new Problem(`The ${name} could not be started.`);
  lifetime.defer(name, () => endProcess(pid, 'SIGTERM'));
  const line = await withProgress(`The ${name}`, log, () => new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => {
      reject(new Problem(`The ${name} ended at once (exit code ${String(code)}); what it said stands above.`));
    });
  }));
  return { said: JSON.parse(line), pid };
}

/** Calls the control interface of a simulated platform; the answer is `{ result }`. */
export async function controlSimulation(url: string, name: string, body: object): Promise<unknown> {
  const answer = await fetch(`${url}/_control/${name}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  if (!answer.ok) throw new Error(`the simulation refused ${name}: ${await answer.text()}`);
  return answer.json();
}
