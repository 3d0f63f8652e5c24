import type { Lifetime } from '../../lifetime.js';
import { startSandbox } from '../sandbox-process.js';
import { printTicks, type Tick } from '../ticks.js';
import { must } from '../until.js';
import type { Destination, SalesmanagoAccount, Stage } from './views.js';

type Shop = { readonly location: string; readonly name: string; readonly kind: string; readonly isDefault: boolean };

/** Nobody publishes a limit, and the real default is 120 a minute; this account is on the same machine, and nobody wants to wait in a demo. */
const QUICK = { contactsPerMinute: 10_000, requestsPerMinute: 3_000, maxInFlight: 8 };

export const startSalesmanago = (lifetime: Lifetime): Promise<SalesmanagoAccount> => startSandbox<SalesmanagoAccount>(lifetime, ['--platform', 'salesmanago']);

/** The e-shop products belong to at the destination: its default one. */
export async function chooseShop({ rest, log }: Pick<Stage, 'rest' | 'log'>, destinationId: string): Promise<string> {
  const { items } = await rest.get<{ items: readonly Shop[] }>(`/destinations/${destinationId}/shops`);
  const shop = items.find((one) => one.isDefault) ?? items[0];
  must(shop !== undefined, 'The account tells of no e-shop, so a route has nowhere to point its products to.');
  log(`   E-shops of the account: ${items.map((one) => `${one.location} (${one.name}, ${one.kind})`).join(', ')}; the route points to ${shop.location}`);
  return shop.location;
}

/** Everything an owner does to make an account a destination. Gives its id and the e-shop products belong to there. */
export async function connectAccount({ rest, log, account }: Stage): Promise<{ readonly destinationId: string; readonly location: string }> {
  log('10. The destination "Demo SALESmanago": every precondition is tried');
  const { id } = await rest.post<Destination>('/destinations', { kind: 'salesmanago', name: 'Demo SALESmanago' });
  const credentials = { endpoint: account.url, clientId: account.clientId, apiSecret: account.key, owner: account.owner, apiV3Key: account.v3Key, v3Endpoint: account.url };
  const checked = await rest.post<{ message: string; ticks: readonly Tick[] }>(`/destinations/${id}/authenticate`, { credentials });
  printTicks(checked.ticks, log);
  log(`   ${checked.message}`);
  const { destination } = await rest.put<{ destination: Destination }>(`/destinations/${id}/settings`, { settings: QUICK });
  log(`   Pace of exports: ${String(destination.pace?.contactsPerMinute)} contacts a minute here; 120 unless set otherwise`);
  return { destinationId: id, location: await chooseShop({ rest, log }, id) };
}
