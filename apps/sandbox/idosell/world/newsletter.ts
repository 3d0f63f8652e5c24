/** Joining and leaving newsletter lists. */
import { textOf } from './clock.js';
import { addressFor } from './make-client.js';
import { moved } from './client-changes.js';
import type { Channel, Client, Consent, Subscriber } from './model.js';
import type { World } from './world.js';

export type Subscription = {
  readonly channel: Channel; readonly address: string; readonly shopId: number; readonly registered: boolean; readonly clientId: number | null; readonly approval: 'y' | 'n'; readonly date: string;
};

/** What somebody without an account says now; leaving keeps the date of joining unless the world is set otherwise. */
function said(world: World, row: Subscriber, shopId: number, approved: boolean): void {
  const now = world.clock.now();
  const joined = row.shops.get(shopId)?.at ?? null;
  row.shops.set(shopId, { approved, at: approved || world.settings.leavingMovesDate ? now : joined });
}

/** Account: the consent on the client, dated now; one-off client: a row of the list without an account. */
export function setConsent(world: World, clientId: number, shopId: number, channel: Channel, approved: boolean): void {
  const client = world.clients.need(clientId);
  if (client.oneOff) {
    said(world, listed(world, addressFor(client, channel), channel, client.id), shopId, approved);
  } else {
    client.consents[channel].set(shopId, { approved, at: world.clock.now() });
    if (world.settings.consentMovesDate) moved(world, client);
  }
  world.emit({ kind: 'newsletter', channel, address: addressFor(client, channel), shopId, approved, client });
}

/** Somebody without an account joins. */
export function subscribe(world: World, address: string, shopId: number, channel: Channel): void {
  said(world, listed(world, address, channel, null), shopId, true);
  world.emit({ kind: 'newsletter', channel, address, shopId, approved: true, client: null });
}

/** Leaves the list: the row without an account, or else the account with that address. @throws Error when nobody has it */
export function unsubscribe(world: World, address: string, shopId: number, channel: Channel): void {
  const row = world.subscribers.find((one) => one.channel === channel && same(one.address, address));
  if (row === undefined) {
    const client = world.clients.rows.find((one) => !one.oneOff && same(addressFor(one, channel), address));
    if (client === undefined) throw new Error(`Nobody subscribed with ${address}`);
    setConsent(world, client.id, shopId, channel, false);
    return;
  }
  said(world, row, shopId, false);
  world.emit({ kind: 'newsletter', channel, address, shopId, approved: false, client: null });
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function listed(world: World, address: string, channel: Channel, clientId: number | null): Subscriber {
  const known = world.subscribers.find((one) => one.channel === channel && same(one.address, address));
  if (known !== undefined) return known;
  const made: Subscriber = { channel, address, lang: 'pol', clientId, shops: new Map() };
  world.subscribers.push(made);
  return made;
}

/** Every entry of both lists, accounts first. */
export function subscriptions(world: World): readonly Subscription[] {
  const channels: readonly Channel[] = ['email', 'sms'];
  const ofClient = (client: Client): Subscription[] =>
    channels.flatMap((channel) => [...client.consents[channel]].map(([shopId, consent]) => entry(channel, addressFor(client, channel), shopId, true, client.id, consent)));
  const accounts = world.clients.rows.filter((client) => !client.oneOff).flatMap(ofClient);
  const others = world.subscribers.flatMap((row) => [...row.shops].map(([shopId, consent]) => entry(row.channel, row.address, shopId, false, row.clientId, consent)));
  return [...accounts, ...others];
}

function entry(channel: Channel, address: string, shopId: number, registered: boolean, clientId: number | null, consent: Consent): Subscription {
  return { channel, address, shopId, registered, clientId, approval: consent.approved ? 'y' : 'n', date: consent.at === null ? '0000-00-00 00:00:00' : textOf(consent.at) };
}
