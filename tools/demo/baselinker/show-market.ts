import type { DemoShop } from '../demo-shops.js';
import { showLedgers, type Settled } from '../relay/ledgers.js';
import type { Relayed } from '../relay/show-relay.js';
import type { Stage } from '../relay/views.js';
import { control } from '../sandbox-process.js';
import { connectMarket } from './connect-market.js';
import { fetchOrder } from './gather.js';
import { printJournal, readJournal } from './journal.js';
import { editAtMarket, lookOnceMore, sellAtMarket } from './market-purchase.js';
import { makeMarketRoute, whyNot } from './market-route.js';

/** Where the relay of the shop was shown, and the order that was placed there meanwhile. */
type Beside = { readonly stage: Stage; readonly relayed: Relayed; readonly market: DemoShop; readonly made: Set<string> };

/** The orders BaseLinker gathers, from its token to a sale at a marketplace that is one PURCHASE. @throws Problem at the first thing that is not as it must be */
export async function showMarket({ stage: shop, relayed, market, made }: Beside): Promise<Settled & { readonly integrationId: string; readonly counts: Readonly<Record<string, number>> }> {
  const { rest, log, person } = shop;
  const shopOrder = await fetchOrder(market.sandbox, person, relayed.serial);
  const { orders = 0, unconfirmed = 0 } = await control<Record<string, number>>(market.sandbox, 'counts');
  log(`\nBaseLinker has fetched the order ${String(relayed.serial)} of ${shop.integration.name}: there it is order ${String(shopOrder)}`);
  const integrationId = await connectMarket(rest, market, made, log);
  const stage: Stage = { ...shop, integration: { id: integrationId, name: market.name }, panel: market.sandbox };
  log(`\n== ${market.name} → SALESmanago ==\n`);
  const ids = { destinationId: relayed.destination.id, routeId: await makeMarketRoute(stage, relayed.destination.id, shop.integration.id) };
  const order = await sellAtMarket(stage, shopOrder);
  await whyNot(stage, ids.routeId, shopOrder);
  await editAtMarket(stage, ids.routeId, order);
  await lookOnceMore(stage, ids.routeId, order);
  log('24. How its journal is followed');
  printJournal(await readJournal(rest, integrationId), log);
  return { ...(await showLedgers(stage, ids, { step: 25, order })), integrationId, counts: { orders: orders - unconfirmed } };
}
