import { needClient } from '../card.js';
import { RELAY_SHOP } from '../demo-person.js';
import { control } from '../sandbox-process.js';
import { must, until } from '../until.js';
import type { Stage } from './views.js';

type Subscription = { readonly channel: string; readonly shopId: number; readonly clientId: number | null; readonly approval: 'y' | 'n' };

async function approval({ panel }: Stage, clientId: number): Promise<'y' | 'n' | null> {
  const all = await control<readonly Subscription[]>(panel, 'subscriptions');
  return all.find((one) => one.channel === 'email' && one.clientId === clientId && String(one.shopId) === RELAY_SHOP.id)?.approval ?? null;
}

/** Somebody leaves the newsletter at SALESmanago, and the shop knows it too: there they are told nothing of it. */
export async function optOut(stage: Stage): Promise<void> {
  const { rest, log, account, panel, person, integration } = stage;
  const { clientId } = await needClient(rest, person.email, integration.id);
  must((await approval(stage, clientId)) === 'y', 'The newsletter approval in the panel was gone before anybody opted out.');
  log(`17. ${person.email} leaves the newsletter at SALESmanago: it calls the opt-out address`);
  await control(account, 'setCard', { email: person.email, patch: { email: 'out' } });
  const { seconds } = await until('The opt-out is written back to the shop', async () => ((await approval(stage, clientId)) === 'n' ? true : null));
  const told = await control<readonly { clientId: number }[]>(panel, 'told');
  must(told.length === 0, 'The shop told clients of the change.');
  log(`    The newsletter approval of client ${String(clientId)} in the IdoSell panel is gone ${String(seconds)} s later; the shop told nobody`);
}
