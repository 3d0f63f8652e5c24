import { chooseShop } from '../relay/connect-account.js';
import { preview } from '../relay/make-route.js';
import type { Route, Stage } from '../relay/views.js';
import { must } from '../until.js';
import { SHOP_SOURCE } from './gather.js';

type Excluded = { readonly items: readonly { readonly externalId: string; readonly text: string }[] };

/** A route of the gathered orders: orders of the shop that has a route of its own are left to that route. Gives its id. */
export async function makeMarketRoute(stage: Stage, destinationId: string, shopIntegrationId: string): Promise<string> {
  const { rest, log, integration } = stage;
  log('19. The route');
  const location = await chooseShop(stage, destinationId);
  const options = { location, commonTag: 'DEMO', sourceTag: true, sources: [{ ...SHOP_SOURCE, integrationId: shopIntegrationId }] };
  const route = await rest.post<Route>('/routes', { integrationId: integration.id, destinationId, options });
  log(`   "${route.name}": common tag ${options.commonTag}, source tags; orders of shop ${SHOP_SOURCE.account} are left to its own route`);
  for (const warning of route.warnings) log(`   Warning: ${warning.message} ${warning.fix}`);
  await preview(stage, route.id, 20);
  const { message } = await rest.post<{ message: string }>(`/routes/${route.id}/start`);
  log(`   Started. ${message}`);
  return route.id;
}

/** Why an order is not sent, as the route says it. */
export async function whyNot({ rest, log }: Stage, routeId: string, orderId: number): Promise<void> {
  const { items } = await rest.get<Excluded>(`/routes/${routeId}/exclusions?limit=100`);
  const found = items.find((one) => one.externalId === String(orderId));
  must(found !== undefined, `Order ${String(orderId)} of the shop is not left out of the route.`);
  log(`    Order ${String(orderId)}: ${found.text}`);
}
