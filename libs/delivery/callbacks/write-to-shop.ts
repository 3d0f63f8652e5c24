import type { CustomerRecord } from '#libs/domain/records.js';
import type { ConsentWrite } from '#libs/connectors/sdk/connector.js';
import { openAccount } from '#libs/sync/open-account.js';
import { findIntegration } from '#libs/sync/rows.js';
import type { DeliveryEngine } from '../engine.js';
import type { RouteRow } from '../rows.js';

export type WrittenToShop = { readonly outcome: string; readonly detail: object | null };

/** Shops a consent is written for: the route's, or else those the customer's own consents name. */
function shopsOf(route: RouteRow, { consents, shop }: CustomerRecord): (string | null)[] {
  if (route.options.shop !== null) return [route.options.shop];
  const named = [...new Set((consents ?? []).filter((one) => one.kind === 'newsletter').map((one) => one.shop))];
  return named.length > 0 ? named : [shop];
}

/**
 * Writes an e-mail consent to the shop, which tells nobody of it.
 * @throws Failure when the shop cannot be asked or refuses the key
 */
export async function writeToShop(engine: DeliveryEngine, route: RouteRow, customers: readonly CustomerRecord[], direction: 'in' | 'out'): Promise<WrittenToShop> {
  const integration = await findIntegration(engine.sync.dataSource, route.integration_id);
  if (integration === null) return { outcome: 'not_written:integration_deleted', detail: null };
  const account = await openAccount(engine.sync, integration, { priority: 'webhook' });
  try {
    const { writeConsents } = account.connector;
    if (writeConsents === undefined) return { outcome: 'not_written:not_supported', detail: null };
    const writes = customers.flatMap((customer) => shopsOf(route, customer).map((shop): ConsentWrite => ({ customerId: customer.externalId, shop, channel: 'email', state: direction === 'in' ? 'granted' : 'refused' })));
    const results = await writeConsents(writes, AbortSignal.timeout(60_000));
    const refused = results.filter((result) => result.outcome === 'refused');
    if (refused.length > 0) return { outcome: 'not_written:refused', detail: { customers: refused.map(({ customerId, detail }) => ({ customerId, detail })) } };
    return { outcome: results.some((result) => result.outcome === 'written') ? 'written' : 'unchanged', detail: null };
  } finally {
    await account.close();
  }
}
