import { control } from '../sandbox-process.js';
import { must, until } from '../until.js';
import { purchasesOf } from './live-order.js';
import { readContact, type Counters } from './show-contact.js';
import type { Destination, Route, Stage } from './views.js';

type Transactions = { readonly purchases: number; readonly duplicates: readonly { readonly externalId: string; readonly count: number }[] };
export type Settled = { readonly route: Route; readonly destination: Destination };
/** Number of the step, and of the order that was sold while everybody watched. */
type Shown = { readonly step: number; readonly order: number };

/** When nothing is on its way any more: both ledgers, and that everything counted once. @throws Problem when they do not add up */
export async function showLedgers(stage: Stage, ids: { readonly routeId: string; readonly destinationId: string }, { step, order }: Shown): Promise<Settled> {
  const { rest, log, account } = stage;
  const { value: route } = await until('Nothing waits on the route any more', async () => {
    const now = await rest.get<Route>(`/routes/${ids.routeId}`);
    return now.waits.changes + now.waits.deliveries === 0 ? now : null;
  });
  const destination = await rest.get<Destination>(`/destinations/${ids.destinationId}`);
  log(`${String(step)}. The ledgers`);
  const { considered, queued, collapsed, alreadySent, excluded, reasons } = route.ledger;
  log(`    Route: considered ${considered} = queued ${queued} + collapsed ${collapsed} + already sent ${alreadySent} + excluded ${excluded}`);
  log(`    Excluded: ${reasons.map(({ reason, count }) => `${reason} ${String(count)}`).join(', ') || 'nobody'}`);
  const { delivered, failed, unknown, pending, cancelled, ...rest2 } = destination.ledger;
  log(`    Destination: queued ${rest2.queued} = delivered ${delivered} + failed ${failed} + unknown ${unknown} + pending ${pending} + cancelled ${cancelled}`);
  must(route.ledger.addsUp && route.deliveries.addsUp && destination.ledger.addsUp, 'A ledger does not add up.');
  must(failed + unknown === 0, 'Deliveries failed, or nobody knows what became of them.');
  const { duplicates } = await control<Transactions>(account, 'transactions');
  const purchases = purchasesOf(await readContact(stage), order);
  const { confirmationMails } = await control<Counters>(account, 'counters');
  log(`    At SALESmanago: order ${String(order)} is ${String(purchases)} PURCHASE, ${String(duplicates.length)} events are there twice, ${String(confirmationMails)} confirmation mails`);
  must(purchases === 1 && duplicates.length === 0, 'An event is there more than once.');
  must(confirmationMails === 0, 'Confirmation mails were sent.');
  return { route, destination };
}
