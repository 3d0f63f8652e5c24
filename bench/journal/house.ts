import type { Lifetime } from '#tools/lifetime.js';
import { Problem } from '#tools/problem.js';
import type { Log } from '#tools/progress.js';
import { SimulatedAccount } from '../delivery/account.js';
import { innerLifetime } from '../service/inner-lifetime.js';
import { launch, type Launched } from '../service/launch.js';
import type { RestClient } from '../service/rest.js';
import { SimulatedMarket } from './market.js';

/** A service that follows a simulated BaseLinker account, with a route to a simulated SALESmanago account that is on. */
export type House = {
  readonly launched: Launched;
  readonly market: SimulatedMarket;
  readonly account: SimulatedAccount;
  readonly integrationId: string;
  readonly routeId: string;
  readonly close: () => Promise<void>;
};

/** What waits for dead workers in production longer than a benchmark can, ms. */
export const SHORTER = { delivery: { quietMs: 5_000, leaseMs: 10_000, retryMs: 1_000 }, reconcileMs: 10_000 };
/** As many calls as the settings of a destination allow. */
const MOST_CALLS = { contactsPerMinute: 10_000, requestsPerMinute: 3_000, maxInFlight: 8 };
/** The shortest the setting allows. */
const POLL_SECONDS = 10;

type Made = { readonly id: string };

async function connectMarket(rest: RestClient, market: SimulatedMarket): Promise<string> {
  const { id } = await rest.call<Made>('POST', '/integrations', { platform: 'baselinker', name: 'Benchmark market' });
  await rest.call('POST', `/integrations/${id}/authenticate`, { credentials: { token: market.token, endpoint: market.url } });
  await rest.call('PUT', `/integrations/${id}/settings?run=true`, { settings: { pollSeconds: POLL_SECONDS } });
  return id;
}

async function connectAccount(rest: RestClient, { url, clientId, apiSecret, owner }: SimulatedAccount): Promise<string> {
  const { id } = await rest.call<Made>('POST', '/destinations', { kind: 'salesmanago', name: 'Benchmark account' });
  await rest.call('POST', `/destinations/${id}/authenticate`, { credentials: { endpoint: url, clientId, apiSecret, owner } });
  await rest.call('PUT', `/destinations/${id}/settings`, { settings: MOST_CALLS });
  return id;
}

/** @throws Problem when something cannot be started */
export async function openHouse(seed: number, lifetime: Lifetime, log: Log): Promise<House> {
  const inner = innerLifetime(lifetime, log);
  try {
    const account = await SimulatedAccount.start('journal', 20, inner, log);
    const market = await SimulatedMarket.start(seed, inner, log);
    const launched = await launch({ lifetime: inner, log, tuning: SHORTER });
    const { rest } = launched;
    const integrationId = await connectMarket(rest, market);
    const destinationId = await connectAccount(rest, account);
    const options = { location: 'sm_bench', skipShopOrders: true, sourceTag: true, commonTag: 'BENCH' };
    const { id: routeId } = await rest.call<Made>('POST', '/routes', { integrationId, destinationId, options });
    await rest.call('POST', `/routes/${routeId}/start`, {});
    return { launched, market, account, integrationId, routeId, close: () => inner.close() };
  } catch (thrown) {
    await inner.close();
    throw thrown instanceof Error ? thrown : new Problem(String(thrown));
  }
}
