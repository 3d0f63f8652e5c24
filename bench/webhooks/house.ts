import type { Lifetime } from '#tools/lifetime.js';
import { Problem } from '#tools/problem.js';
import type { Log } from '#tools/progress.js';
import { launch, type Launched } from '../service/launch.js';
import { connectPanel, webhookAddress } from '../service/panel.js';
import { followOnce } from '../service/quiet.js';
import { startRun, untilEnded } from '../service/run.js';
import { SimulatedShop } from '../shop.js';
import type { WebhookOptions } from './options.js';

/** A service that follows a panel whose history it has read; nothing is under way. */
export type House = { readonly launched: Launched; readonly panel: SimulatedShop; readonly integrationId: string; readonly address: string };

const REQUESTS_PER_MINUTE = 3_000;
const LIMIT_MS = 15 * 60_000;
/** Polling would read the same changes: whatever reaches a card while this measures has come by webhook. */
const NO_POLLING = { intervalMs: 24 * 3_600_000 };

/** @throws Problem when something cannot be started or the history is not read completely */
export async function openHouse(options: WebhookOptions, lifetime: Lifetime, log: Log): Promise<House> {
  const { orders, clients, seed } = options;
  const panel = await SimulatedShop.start({ orders, customers: clients, seed }, lifetime, log, { platform: 'idosell', more: { subscribers: 0 } });
  // Without Temporal every poller of the worker says so again and again.
  const quieter: Log = (line) => (line.includes('temporalio_client::retry') ? undefined : log(line));
  const launched = await launch({ lifetime, log: quieter, webhooks: true, tuning: NO_POLLING, ...(options.profileDir === null ? {} : { profileDir: options.profileDir }) });
  const { rest } = launched;
  const integrationId = await connectPanel(rest, panel, REQUESTS_PER_MINUTE);
  log(`Reading the history: ${String(clients)} clients, ${String(orders)} orders`);
  const run = await untilEnded(rest, await startRun(rest, integrationId, 'initial-sync'), LIMIT_MS);
  if (run.state !== 'complete') throw new Problem(`The first synchronisation ended as ${run.state}; webhooks cannot be measured on it.`);
  await followOnce(launched, integrationId, LIMIT_MS);
  await panel.setLatency(options.latencyMs);
  return { launched, panel, integrationId, address: await webhookAddress(rest, integrationId) };
}
