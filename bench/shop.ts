import { z } from 'zod';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { controlSimulation, startSimulation } from './simulation.js';

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
    const { orders, customers, seed } = size;
    const { said, pid } = await startSimulation('simulated shop', { platform, orders, customers, seed, ...more }, lifetime, log);
    const { url, key } = started.parse(said);
    return new SimulatedShop(url, key, pid);
  }

  /** Does in the shop what its owner would do; the answer is `{ result }`. */
  control(name: string, body: object = {}): Promise<unknown> {
    return controlSimulation(this.url, name, body);
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
