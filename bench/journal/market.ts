import { z } from 'zod';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { controlSimulation, startSimulation } from '../simulation.js';

const started = z.object({ url: z.string(), key: z.string() });
const id = z.number();
const order = z.object({ id, confirmed: z.boolean(), email: z.string(), total: z.number(), lines: z.array(z.object({ orderProductId: z.number() })) });
const entry = z.object({ id, type: z.number(), orderId: z.number() });
const requests = z.object({ total: z.number(), byMethod: z.record(z.string(), z.number()) });

export type OrderThere = z.infer<typeof order>;
export type Sale = Readonly<Record<string, unknown>>;

/** A simulated BaseLinker account in a process of its own, and what its owner does in it. */
export class SimulatedMarket {
  private constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** @throws Problem when it cannot be started */
  static async start(seed: number, lifetime: Lifetime, log: Log): Promise<SimulatedMarket> {
    const { said } = await startSimulation('simulated BaseLinker account', { platform: 'baselinker', orders: 60, seed, 'rate-per-minute': 100 }, lifetime, log);
    const { url, key } = started.parse(said);
    return new SimulatedMarket(url, key);
  }

  private async ask<T>(schema: z.ZodType<T>, name: string, body: object = {}): Promise<T> {
    return z.object({ result: schema }).parse(await controlSimulation(this.url, name, body)).result;
  }

  async does(name: string, body: object): Promise<void> {
    await controlSimulation(this.url, name, body);
  }

  sell = (sale: Sale): Promise<number> => this.ask(id, 'sell', { sale });
  addProduct = (order: number, price: number): Promise<number> => this.ask(id, 'addProduct', { id: order, line: { price } });
  born = (how: 'split' | 'copy', parent: number): Promise<number> => this.ask(id, how, { id: parent });
  merge = (ids: readonly number[], mode: 'technical_merge' | 'into_main_order'): Promise<number> => this.ask(id, 'merge', { ids, mode });
  order = (one: number): Promise<OrderThere | null> => this.ask(order.nullable(), 'order', { id: one });
  log = (): Promise<readonly z.infer<typeof entry>[]> => this.ask(z.array(entry), 'log');
  blocks = (): Promise<number> => this.ask(z.number(), 'blocks');
  requests = (): Promise<z.infer<typeof requests>> => this.ask(requests, 'requests');
  /** Real times of the last 10,000 requests, ms since 1970. */
  requestTimes = async (): Promise<readonly number[]> => (await this.ask(z.object({ recent: z.array(z.number()) }), 'stats')).recent;
}
