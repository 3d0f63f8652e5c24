import { connectAccount } from './connect-account.js';
import { firstExport } from './first-export.js';
import { showLedgers, type Settled } from './ledgers.js';
import { liveOrder } from './live-order.js';
import { makeRoute } from './make-route.js';
import { optOut } from './opt-out.js';
import { showContact } from './show-contact.js';
import type { Stage } from './views.js';

/** A relay that was shown, and the number of the order that was placed meanwhile. */
export type Relayed = Settled & { readonly serial: number };

/** The relay from a shop to SALESmanago, from the first credentials to the last ledger. @throws Problem at the first thing that is not as it must be */
export async function showRelay(stage: Stage): Promise<Relayed> {
  stage.log(`\n== ${stage.integration.name} → SALESmanago ==\n`);
  const { destinationId, location } = await connectAccount(stage);
  const routeId = await makeRoute(stage, destinationId, location);
  const contacts = await firstExport(stage, routeId, destinationId);
  await showContact(stage, contacts);
  const serial = await liveOrder(stage, routeId);
  await optOut(stage);
  return { ...(await showLedgers(stage, { routeId, destinationId }, { step: 18, order: serial })), serial };
}
