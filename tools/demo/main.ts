import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lifetime } from '../lifetime.js';
import { withLifetime } from '../lifetime.js';
import { runMain } from '../problem.js';
import { projectRoot } from '../project.js';
import { startService, type Service } from '../service.js';
import { connectShop } from './connect-shop.js';
import { HELP, readOptions, type DemoOptions } from './options.js';
import { printLedgers, shortfalls, summary } from './report.js';
import { Rest } from './rest.js';
import type { Run } from './run-view.js';
import { startSandboxShop, type SandboxShop } from './sandbox-process.js';
import { showCard } from './show-card.js';
import { watchRun } from './watch-run.js';

const SELL_EVERY_S = 10;
const FOLLOW_EVERY_MS = 30_000;
const LOOK_MS = 500;

const log = (line: string): void => console.log(line);

/** Asks the simulated shop something its owner would know. */
async function control<T>(shop: SandboxShop, name: string, body?: object): Promise<T> {
  const answer = await fetch(`${shop.url}/_control/${name}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  return ((await answer.json()) as { result: T }).result;
}

/** Asks for a look at the shop and waits for the recurring run this brings. */
async function followOnce(rest: Rest, integrationId: string, seen: ReadonlySet<string>): Promise<Run> {
  await rest.post(`/integrations/${integrationId}/sync-now`);
  for (;;) {
    const { items } = await rest.get<{ items: readonly Run[] }>(`/runs?integrationId=${integrationId}&kind=recurring&limit=20`);
    const fresh = items.find((run) => run.ended && !seen.has(run.id));
    if (fresh) return fresh;
    await pause(LOOK_MS);
  }
}

async function allRuns(rest: Rest, integrationId: string): Promise<Run[]> {
  const { items } = await rest.get<{ items: readonly Run[] }>(`/runs?integrationId=${integrationId}&limit=100`);
  return items.filter((run) => run.ended).reverse();
}

async function keepFollowing(rest: Rest, integrationId: string): Promise<void> {
  const seen = new Set((await allRuns(rest, integrationId)).map((run) => run.id));
  for (;;) {
    await pause(FOLLOW_EVERY_MS);
    const run = await followOnce(rest, integrationId, seen);
    seen.add(run.id);
    log(`Followed the shop: ${run.state}, ${run.total.read} records read, ${run.total.written} written`);
  }
}

async function firstSyncs(service: Service, shop: SandboxShop, key: string): Promise<{ readonly rest: Rest; readonly integrationId: string; readonly runs: Run[] }> {
  const rest = new Rest(service.apiUrl, key);
  const integrationId = await connectShop(rest, shop, log);
  log('6. The first synchronisation');
  const started = await rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
  const initial = await watchRun(rest, started.run.id, log);
  printLedgers(initial, log);
  log('\n7. From now on the shop is followed every 30 minutes; the demo asks for one look now');
  printLedgers(await followOnce(rest, integrationId, new Set()), log);
  return { rest, integrationId, runs: await allRuns(rest, integrationId) };
}

async function demo(lifetime: Lifetime, options: DemoOptions): Promise<void> {
  const started = performance.now();
  const dataDir = join(projectRoot(), '.data', 'demo');
  rmSync(dataDir, { recursive: true, force: true });
  log(`Starting a simulated PrestaShop with ${options.customers} customers and ${options.orders} orders`);
  const shop = await startSandboxShop(lifetime, ['--customers', String(options.customers), '--orders', String(options.orders), '--sell-every', options.once ? '0' : String(SELL_EVERY_S)]);
  const counts = await control<Record<string, number>>(shop, 'counts');
  const key = `szt_demo_${randomBytes(24).toString('hex')}`;
  const service = await startService({ dataDir, lifetime, log, env: { SZTAFETA_ADMIN_KEY: key, SZTAFETA_ALLOW_ADDRESSES: '127.0.0.1/32', SZTAFETA_MASTER_KEY_FILE: join(dataDir, 'master.key') } });
  const { rest, integrationId, runs } = await firstSyncs(service, shop, key);
  const order = await control<{ reference: string } | null>(shop, 'record', { resource: 'orders', id: counts['orders'] });
  if (order !== null) await showCard(rest, order.reference, log);
  log(`\nAPI docs     ${service.docsUrl}`);
  if (service.stack.temporalUiUrl !== undefined) log(`Temporal UI  ${service.stack.temporalUiUrl}`);
  const short = shortfalls(runs, counts);
  for (const line of short) log(`FELL SHORT: ${line}`);
  if (options.once) {
    log(summary(runs, (performance.now() - started) / 1000));
    if (short.length > 0) process.exitCode = 1;
    return;
  }
  log(`API key      ${key}\nThe shop sells an order every ${SELL_EVERY_S} s and is followed every ${FOLLOW_EVERY_MS / 1000} s here. Ctrl-C stops everything.`);
  await keepFollowing(rest, integrationId);
}

await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return log(HELP);
  await withLifetime(log, (lifetime) => demo(lifetime, options));
});
process.exit();
