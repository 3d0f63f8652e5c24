import { callbackKey } from '#libs/domain/relay/callback-key.js';
import { startSalesmanagoSandbox, type SalesmanagoSandbox } from '../../apps/sandbox/salesmanago/salesmanago-sandbox.js';
import type { IdoSellSandbox } from '../../apps/sandbox/idosell/idosell-sandbox.js';
import type { Destination, Route } from '../../tools/demo/relay/views.js';
import type { Run } from '../../tools/demo/run-view.js';
import { connectPanel, startServiceHouse, untilEnded, type ServiceHouse } from './service-house.js';

export const RELAY_WEBHOOKS = ['clientCreated', 'clientUpdated', 'orderCreated', 'orderUpdated', 'orderStatusUpdated', 'orderCanceled'];

/** The whole relay as its users have it: the service as processes, a simulated panel that was read, and a simulated account. */
export type RelayHouse = {
  readonly house: ServiceHouse;
  readonly panel: IdoSellSandbox;
  readonly account: SalesmanagoSandbox;
  readonly integrationId: string;
  readonly destinationId: string;
  /** Started; nothing was exported. */
  readonly routeId: string;
  /** Secret addresses of the route, as pasted at the account. */
  readonly callbacks: { readonly optIn: string; readonly optOut: string };
  close(): Promise<void>;
};

/** Waits for a condition; the guard against hanging is the test runner's. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function connectAccount(house: ServiceHouse, account: SalesmanagoSandbox): Promise<string> {
  const { id } = await house.rest.post<Destination>('/destinations', { kind: 'salesmanago', name: 'Mailing' });
  const { url, clientId, apiSecret, owner, v3Key } = account;
  await house.rest.post(`/destinations/${id}/authenticate`, { credentials: { endpoint: url, clientId, apiSecret, owner, apiV3Key: v3Key, v3Endpoint: url } });
  await house.rest.put(`/destinations/${id}/settings`, { settings: { contactsPerMinute: 10_000, requestsPerMinute: 3_000, maxInFlight: 8, quietSeconds: 1 } });
  return id;
}

/** Everything an owner does, up to a route for everybody that is on and whose callbacks are pasted. */
export async function startRelayHouse(options: Parameters<typeof connectPanel>[1]): Promise<RelayHouse> {
  const house = await startServiceHouse();
  const { integrationId, sandbox: panel } = await connectPanel(house, options, { products: true });
  const account = await startSalesmanagoSandbox();
  const { address } = await house.rest.get<{ address: string }>(`/integrations/${integrationId}/webhooks`);
  panel.control.addWebhook({ url: address, events: RELAY_WEBHOOKS });
  const { run } = await house.rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
  await untilEnded(house, run.id);
  const destinationId = await connectAccount(house, account);
  const { items } = await house.rest.get<{ items: readonly { location: string }[] }>(`/destinations/${destinationId}/shops`);
  const route = await house.rest.post<Route>('/routes', { integrationId, destinationId, options: { scope: 'everyone', location: items[0]?.location } });
  const { callbacks } = await house.rest.get<{ callbacks: RelayHouse['callbacks'] }>(`/routes/${route.id}/setup`);
  account.control.setCallbacks(callbacks);
  await house.rest.post(`/routes/${route.id}/start`);
  return {
    house, panel, account, integrationId, destinationId, routeId: route.id, callbacks,
    close: async () => {
      await Promise.allSettled([panel.stop(), account.stop()]);
      await house.close();
    },
  };
}

export type Counted = { readonly id: string; readonly state: string; readonly counts: { readonly contacts: Readonly<Record<string, number>> } | null };

/** Counts an export and confirms it, as a person would. Gives what the confirmation said. */
export async function confirmExport({ house, routeId }: RelayHouse): Promise<Counted> {
  const { export: made } = await house.rest.post<{ export: Counted }>(`/routes/${routeId}/exports`);
  let shown = made;
  await until(async () => {
    shown = await house.rest.get<Counted>(`/routes/${routeId}/exports/${made.id}`);
    return shown.state === 'counted';
  });
  await house.rest.post(`/routes/${routeId}/exports/${made.id}/confirm`);
  return shown;
}

export async function untilExported({ house, routeId }: RelayHouse, id: string): Promise<void> {
  await until(async () => (await house.rest.get<Counted>(`/routes/${routeId}/exports/${id}`)).state === 'done');
}

/** Nothing came in that was not applied, nothing waits to be considered, and nothing to be sent. */
export async function untilQuiet({ house, routeId }: RelayHouse): Promise<Route> {
  for (;;) {
    const [open] = await house.dataSource.query<{ n: number }[]>(`select (select count(*) from inbox where applied_at is null)::int + (select count(*) from consent_callback where applied_at is null)::int as n`);
    const route = await house.rest.get<Route>(`/routes/${routeId}`);
    if (open?.n === 0 && route.waits.changes + route.waits.deliveries === 0) return route;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A call of the account's, made by somebody else: with a key of this secret. */
export const callbackOf = (address: string, email: string, secret: string): string =>
  `${address.split('?')[0] ?? ''}?email=${encodeURIComponent(email)}&key=${callbackKey(email, secret)}`;
