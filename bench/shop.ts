import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { endWithUs } from '#tools/guard.js';
import type { Lifetime } from '#tools/lifetime.js';
import { Problem } from '#tools/problem.js';
import { endProcess } from '#tools/processes.js';
import type { Log } from '#tools/progress.js';
import { withProgress } from '#tools/progress.js';
import { projectRoot } from '#tools/project.js';

const SCRIPT = 'dist/apps/sandbox/main.js';

const started = z.object({ platform: z.string(), url: z.string(), key: z.string() });
const statsAnswer = z.object({
  result: z.object({
    requests: z.number(),
    byResource: z.record(z.string(), z.number()),
    byStatus: z.record(z.string(), z.number()),
    maxInFlight: z.number(),
    log: z.array(z.object({ at: z.number(), path: z.string(), query: z.string() })),
  }),
});
const countsAnswer = z.object({ result: z.record(z.string(), z.number()) });

/** What reached the shop since the last reset. */
export type ShopStats = z.infer<typeof statsAnswer>['result'];

/** Size of the simulated shop; the same seed gives the same rows. */
export type ShopSize = { readonly orders: number; readonly customers: number; readonly seed: number };

/** Arguments only some platforms know, such as `rate-per-minute`. */
export type ShopKind = { readonly platform: 'prestashop' | 'idosell'; readonly more?: Readonly<Record<string, number>> };

/** A simulated shop in a process of its own, with its control interface. */
export class SimulatedShop {
  private constructor(
    readonly url: string,
    readonly key: string,
    readonly pid: number,
  ) {}

  /** @throws Problem when the program is missing or ends before it is ready */
  static async start(size: ShopSize, lifetime: Lifetime, log: Log, { platform, more = {} }: ShopKind = { platform: 'prestashop' }): Promise<SimulatedShop> {
    const script = join(projectRoot(), SCRIPT);
    if (!existsSync(script)) throw new Problem(`${SCRIPT} is missing: run "npm run build" and look at its errors.`);
    const { orders, customers, seed } = size;
    const args = ['--platform', platform, ...Object.entries({ orders, customers, seed, ...more }).flatMap(([name, value]) => [`--${name}`, String(value)])];
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    endWithUs(child);
    const { pid } = child;
    if (pid === undefined) throw new Problem('The simulated shop could not be started.');
    lifetime.defer('simulated shop', () => endProcess(pid, 'SIGTERM'));
    const line = await withProgress('The simulated shop', log, () => new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve);
      child.once('exit', (code) => {
        reject(new Problem(`The simulated shop ended at once (exit code ${String(code)}); what it said stands above.`));
      });
    }));
    const { url, key } = started.parse(JSON.parse(line));
    return new SimulatedShop(url, key, pid);
  }

  /** Does in the shop what its owner would do; the answer is `{ result }`. */
  async control(name: string, body: object = {}): Promise<unknown> {
    const answer = await fetch(`${this.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    if (!answer.ok) throw new Error(`the simulated shop refused ${name}: ${await answer.text()}`);
    return answer.json();
  }

  /** Delay of every answer, ms. */
  async setLatency(ms: number): Promise<void> {
    await this.control('setLatency', { ms });
  }

  async resetStats(): Promise<void> {
    await this.control('resetStats');
  }

  async stats(): Promise<ShopStats> {
    return statsAnswer.parse(await this.control('stats')).result;
  }

  /** Rows by resource. */
  async counts(): Promise<Readonly<Record<string, number>>> {
    return countsAnswer.parse(await this.control('counts')).result;
  }
}
