import { newId } from '#libs/domain/ids.js';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import { newCallbackToken, newFeedToken, routeTokenHash } from '#libs/security/route-tokens.js';
import { SecretStore } from '#libs/security/secret-store.js';
import type { ApiHarness } from './api-harness.js';

type Place = Pick<ApiHarness, 'app' | 'dataSource' | 'workspaceId'>;

export const SECURITY_PARAMETER = 'Zimorodek42';

export const OPTIONS: RouteOptions = {
  scope: 'everyone', consentSource: null, shop: null, language: null, location: null, leaveOut: [], events: ['PURCHASE', 'CANCELLATION', 'RETURN'],
  consents: ['email'], accountTag: 'rejestracja', subscriberTag: 'newsletter', commonTag: null, sourceTag: false, skipShopOrders: false, productId: 'product', sources: [], emailByPhone: 'surname',
};

export const DESTINATION_CREDENTIALS = { endpoint: 'https://app3.salesmanago.example', clientId: 'n4rw1k7demo0club', apiSecret: 'docs-only-secret-5f1c', owner: 'crm@example.com' };

/** A route with its destination and the addresses it gives out. */
export type MadeRoute = { readonly routeId: string; readonly destinationId: string; readonly account: string; readonly callbackToken: string; readonly feedToken: string };

export async function addDestination({ app, dataSource, workspaceId }: Place, account = `account-${newId()}`, credentials: Record<string, string> = DESTINATION_CREDENTIALS): Promise<string> {
  const id = newId();
  await dataSource.query(`insert into destination (id, workspace_id, kind, code, name, state, account) values ($1, $2, 'salesmanago', $3, 'SALESmanago', 'ready', $4)`, [id, workspaceId, id, account]);
  await app.get(SecretStore).put({ workspaceId, ownerKind: 'destination', ownerId: id, name: 'credentials', value: credentials });
  return id;
}

/** Stores a route as creating one does. */
export async function addRoute(place: Place, integrationId: string, options: Partial<RouteOptions> = {}): Promise<MadeRoute> {
  const { app, dataSource, workspaceId } = place;
  const [routeId, account, callbackToken, feedToken] = [newId(), `account-${newId()}`, newCallbackToken(), newFeedToken()];
  const destinationId = await addDestination(place, account);
  await dataSource.query(
    `insert into route (id, workspace_id, integration_id, destination_id, name, options, callback_hash, feed_hash) values ($1, $2, $3, $4, 'Trasa', $5, $6, $7)`,
    [routeId, workspaceId, integrationId, destinationId, JSON.stringify({ ...OPTIONS, ...options }), routeTokenHash(callbackToken), routeTokenHash(feedToken)],
  );
  await app.get(SecretStore).put({ workspaceId, ownerKind: 'route', ownerId: routeId, name: 'addresses', value: { callbackToken, feedToken, securityParameter: SECURITY_PARAMETER } });
  return { routeId, destinationId, account, callbackToken, feedToken };
}
