import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Lifetime } from '../lifetime.js';
import { withLifetime } from '../lifetime.js';
import { runMain } from '../problem.js';
import { projectRoot } from '../project.js';
import { startService } from '../service.js';
import { connectShop } from './connect-shop.js';
import { findSharedPerson } from './demo-person.js';
import { showAllegro } from './allegro/show-allegro.js';
import { showMarket } from './baselinker/show-market.js';
import { startBaseLinker, startIdeaCommerce, startIdoSell, startPrestaShop, type DemoShop } from './demo-shops.js';
import { endedRuns, FOLLOW_EVERY_MS, followOnce, keepFollowing } from './follow.js';
import { HELP, readOptions, type DemoOptions } from './options.js';
import { startSalesmanago } from './relay/connect-account.js';
import { showRelay } from './relay/show-relay.js';
import { printLedgers, shortfalls, summary } from './report.js';
import { Rest } from './rest.js';
import type { Run } from './run-view.js';
import { keepSelling, SELLING } from './sell.js';
import { showCard } from './show-card.js';
import { watchRun } from './watch-run.js';
import { showWebhooks } from './webhooks.js';

const log = (line: string): void => console.log(line);

/** Connects one shop, reads its history and looks at it once more. */
async function firstSync(rest: Rest, shop: DemoShop, made: Set<string>): Promise<string> {
  log(`\n== ${shop.name} ==`);
  const integrationId = await connectShop(rest, shop, made, log);
  log('6. The first synchronisation');
  const started = await rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
  printLedgers(await watchRun(rest, started.run.id, log), log);
  log('\n7. From now on the shop is followed by itself; the demo asks for one look now');
  printLedgers(await followOnce(rest, integrationId, new Set()), log);
  return integrationId;
}

async function demo(lifetime: Lifetime, options: DemoOptions): Promise<void> {
  const started = performance.now();
  const dataDir = join(projectRoot(), '.data', 'demo');
  rmSync(dataDir, { recursive: true, force: true });
  log(`Starting a simulated PrestaShop with ${options.customers} customers and ${options.orders} orders, an IdoSell panel with half as many, an IDEA Commerce instance, a BaseLinker and a SALESmanago account`);
  const prestashop = await startPrestaShop(lifetime, options);
  const person = await findSharedPerson(prestashop.sandbox);
  const [idosell, market, idea, account] = [await startIdoSell(lifetime, options, person), await startBaseLinker(lifetime), await startIdeaCommerce(lifetime), await startSalesmanago(lifetime)];
  const key = `szt_demo_${randomBytes(24).toString('hex')}`;
  const env = { SZTAFETA_ADMIN_KEY: key, SZTAFETA_ALLOW_ADDRESSES: '127.0.0.1/32', SZTAFETA_MASTER_KEY_FILE: join(dataDir, 'master.key') };
  const service = await startService({ dataDir, lifetime, log, demo: true, env });
  const rest = new Rest(service.apiUrl, key);
  const made = new Set<string>();
  const ids = [await firstSync(rest, prestashop, made), await firstSync(rest, idosell, made)] as const;
  log('\n8. Webhooks: the panel tells of changes itself');
  const short: string[] = [];
  await showWebhooks(rest, ids[1], idosell.sandbox, person, log);
  log('\n9. Somebody who bought in both shops is one person');
  const shops = await showCard(rest, person.orderNumber, log);
  if (shops.length !== 2) short.push(`the person of both shops is on a card of ${shops.join(', ') || 'nobody'}`);
  const integration = { id: ids[1], name: idosell.name };
  const stage = { rest, log, integration, panel: idosell.sandbox, account, person };
  const relayed = await showRelay(stage);
  const gathered = await showMarket({ stage, relayed, market, made });
  const asked = await showAllegro({ rest, log, made, idea, market: { integrationId: gathered.integrationId, sandbox: market.sandbox } });
  log(`\nAPI docs     ${service.docsUrl}`);
  if (service.stack.temporalUiUrl !== undefined) log(`Temporal UI  ${service.stack.temporalUiUrl}`);
  const runs = await Promise.all([...ids, gathered.integrationId, asked.integrationId].map((id) => endedRuns(rest, id)));
  for (const [index, shop] of [prestashop, idosell, { ...market, counts: gathered.counts }, { ...idea, counts: asked.counts }].entries()) short.push(...shortfalls(runs[index] ?? [], shop.counts).map((line) => `${shop.name}: ${line}`));
  for (const line of short) log(`FELL SHORT: ${line}`);
  if (options.once) {
    log(summary(runs.flat(), [relayed, gathered], (performance.now() - started) / 1000));
    if (short.length > 0) process.exitCode = 1;
    return;
  }
  log(`API key      ${key}\nEach platform sells an order ${SELLING}. The shops are followed every ${FOLLOW_EVERY_MS / 1000} s here, BaseLinker by its journal; IdoSell's changes come by webhook as well. Ctrl-C stops everything.`);
  keepSelling([prestashop.sandbox, idosell.sandbox, market.sandbox, idea.sandbox], lifetime);
  await keepFollowing(rest, { polled: [...ids, asked.integrationId], journals: [gathered.integrationId] }, log);
}

await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return log(HELP);
  await withLifetime(log, (lifetime) => demo(lifetime, options));
});
process.exit();
