import { setTimeout as delay } from 'node:timers/promises';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { connectShop } from '../service/integration.js';
import type { RestClient } from '../service/rest.js';
import { startRun, type RunView } from '../service/run.js';
import { SimulatedShop } from '../shop.js';
import { measureArrivals, type Arrivals } from './arrivals.js';
import type { House } from './house.js';
import { untilDrained } from './inbox.js';
import { chooseNames } from './names.js';
import type { WebhookOptions } from './options.js';

export type BesideFirstSync = {
  readonly alone: Arrivals;
  readonly beside: Arrivals;
  /** Of the other shop, while the second deliveries came. */
  readonly firstSync: { readonly readBefore: number; readonly readAfter: number; readonly recordsPerSecond: number; readonly outlasted: boolean };
  readonly broken: readonly string[];
};

const PER_SECOND = 2;
const SECONDS = 30;
const IN_FLIGHT = 4;
const DRAIN_LIMIT_MS = 120_000;
/** The promise of issue 4: by seconds at most. */
const MOST_DELAY_MS = 10_000;

const look = (rest: RestClient, runId: string): Promise<RunView> => rest.call<RunView>('GET', `/runs/${runId}`);

async function untilReading(rest: RestClient, runId: string): Promise<RunView> {
  for (;;) {
    const run = await look(rest, runId);
    if (run.total.read > 0 || run.ended) return run;
    await delay(200);
  }
}

/** Changes to the card with nothing else going on, then the same beside a first synchronisation of another shop. */
export async function measureBesideFirstSync(house: House, options: WebhookOptions, lifetime: Lifetime, log: Log): Promise<BesideFirstSync> {
  const { rest } = house.launched;
  const { customers } = await chooseNames(house, { customers: 2 * PER_SECOND * SECONDS, orders: 0 });
  const half = customers.length / 2;
  log(`C. ${String(PER_SECOND)} changed clients a second for ${String(SECONDS)} s, with nothing else going on`);
  const alone = await measureArrivals(house, customers.slice(0, half), PER_SECOND, 'ul. Spokojna 3');
  await untilDrained(house, DRAIN_LIMIT_MS);
  const shop = await SimulatedShop.start({ orders: options.shopOrders, customers: Math.ceil(options.shopOrders / 10), seed: options.seed }, lifetime, log);
  await shop.setLatency(options.shopLatencyMs);
  const runId = await startRun(rest, await connectShop(rest, shop, IN_FLIGHT), 'initial-sync');
  const before = await untilReading(rest, runId);
  log('The same while another shop has its first synchronisation');
  const started = performance.now();
  const beside = await measureArrivals(house, customers.slice(half), PER_SECOND, 'ul. Ruchliwa 4');
  const after = await look(rest, runId);
  const seconds = (performance.now() - started) / 1_000;
  if (!after.ended) await rest.call('POST', `/runs/${runId}/cancel`, {});
  const missing = [alone, beside].reduce((sum, { deliveries, shownByApi }) => sum + deliveries - shownByApi, 0);
  const extra = beside.onCard.max - alone.onCard.max;
  return {
    alone, beside,
    firstSync: { readBefore: before.total.read, readAfter: after.total.read, recordsPerSecond: Math.round((after.total.read - before.total.read) / seconds), outlasted: !after.ended },
    broken: [
      ...(missing === 0 ? [] : [`${String(missing)} changes are not shown on their cards`]),
      ...(after.ended ? ['the first synchronisation of the other shop ended before the deliveries: give it more --shop-orders'] : []),
      ...(extra <= MOST_DELAY_MS ? [] : [`a first synchronisation of another shop delays a change by ${(extra / 1_000).toFixed(1)} s`]),
    ],
  };
}
