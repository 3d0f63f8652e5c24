import { connectShop } from '../connect-shop.js';
import type { DemoShop } from '../demo-shops.js';
import { printLedgers } from '../report.js';
import type { Rest } from '../rest.js';
import type { Run } from '../run-view.js';
import { watchRun } from '../watch-run.js';
import { printJournal, readJournal } from './journal.js';

/** Connects the account, and reads its history; from then on its journal is followed. Gives the id of the integration. */
export async function connectMarket(rest: Rest, market: DemoShop, made: Set<string>, log: (line: string) => void): Promise<string> {
  log(`\n== ${market.name} ==`);
  const integrationId = await connectShop(rest, market, made, log);
  log('6. The first synchronisation');
  const { run } = await rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
  printLedgers(await watchRun(rest, run.id, log), log);
  log('\n7. Its journal has been followed by itself since step 4');
  printJournal(await readJournal(rest, integrationId), log);
  return integrationId;
}
