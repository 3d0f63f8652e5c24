/** One new client of the panel. */
import { shopIds, type World } from './world.js';
import { dayOf, localOf } from './clock.js';
import type { AllegroBuyer, Channel, Client, Consents } from './model.js';
import { billing, email, person, plain, type Person } from './people.js';
import type { KnownPerson } from '../options.js';
import type { Random } from '../../common/random.js';

export type ClientDraft = {
  /** When the client came and was last saved, ms since 1970. */
  readonly at: number;
  readonly modified: number;
  readonly oneOff: boolean;
  readonly allegro?: AllegroBuyer;
  readonly known?: KnownPerson;
  /** An e-mail that is in use already. */
  readonly email?: string;
};

export function makeClient(world: World, random: Random, draft: ClientDraft): Client {
  const { shares } = world.settings;
  const id = world.clients.nextId(random.chance(0.12) ? random.int(1, 5) : 0);
  const who: Person = draft.known === undefined ? person(random) : { firstName: draft.known.firstName, lastName: draft.known.lastName, gender: draft.known.firstName.endsWith('a') ? 'female' : 'male' };
  const firm = draft.known === undefined && random.chance(shares.firms);
  const wholesaler = !draft.oneOff && random.chance(shares.wholesale);
  const all = shopIds(world.settings);
  const shops = random.chance(0.7) ? [random.pick(all)] : all;
  const address = addressOf(random, draft, who, id);
  const base = billing(random, who, firm, shares.dirtyPhones);
  const client: Client = {
    id,
    login: draft.oneOff ? `once${String(id)}` : random.chance(0.4) && address !== '' ? address : `${plain(who.firstName)}.${plain(who.lastName)}${String(id)}`,
    email: address,
    codeExternal: random.chance(0.08) ? `ERP/${String(id)}` : '',
    kind: firm ? 'firm' : random.chance(0.4) ? 'private' : who.gender,
    oneOff: draft.oneOff,
    registered: random.chance(shares.undatedClients) ? null : localOf(draft.at),
    modified: random.chance(shares.withoutModification) ? null : localOf(draft.modified),
    billing: draft.known?.phone === undefined ? base : { ...base, phone1: draft.known.phone },
    birth: random.chance(0.3) ? dayOf(-631_152_000 + random.int(0, 17_000) * 86_400) : random.pick(['0000-00-00', '', null]),
    lang: random.chance(0.95) ? 'pol' : 'eng',
    currency: random.chance(0.95) ? 'PLN' : 'EUR',
    wholesaler,
    credit: wholesaler ? random.int(0, 20) * 50_000 : 0,
    consents: { email: new Map(), sms: new Map() },
    shops,
    addresses: [],
    allegro: draft.allegro ?? null,
    orderCount: 0,
    lastPurchase: null,
  };
  if (!draft.oneOff) {
    giveConsents(random, client.consents.email, shops, draft, shares.consents);
    giveConsents(random, client.consents.sms, shops, draft, shares.consents / 2);
    const extra = random.chance(0.5) ? 1 : random.chance(0.1) ? 3 : 0;
    for (let n = 0; n < extra; n += 1) client.addresses.push(newAddress(world, random, client));
  }
  return client;
}

/** Relay address of the marketplace, an address in use already, or one's own; a few accounts have none. */
function addressOf(random: Random, draft: ClientDraft, who: Person, id: number): string {
  if (draft.known !== undefined) return draft.known.email;
  if (draft.allegro !== undefined) return `${draft.allegro.hash}+${random.text(random.int(7, 9), '0123456789abcdef')}@allegromail.pl`;
  if (draft.email !== undefined) return draft.email;
  return !draft.oneOff && random.chance(0.01) ? '' : email(random, who, id);
}

/** Agreed, left again, asked but never joined (zero date), or no entry at all. */
function giveConsents(random: Random, consents: Consents, shops: readonly number[], draft: ClientDraft, share: number): void {
  for (const shop of shops) {
    const at = localOf(draft.at + Math.floor(random.next() * Math.max(0, draft.modified - draft.at)));
    if (random.chance(share)) consents.set(shop, { approved: true, at });
    else if (random.chance(0.15)) consents.set(shop, { approved: false, at });
    else if (random.chance(0.7)) consents.set(shop, { approved: false, at: null });
  }
}

/** A delivery address the client adds. */
export function newAddress(world: World, random: Random, client: Client): Client['addresses'][number] {
  const base = billing(random, client.allegro === null && random.chance(0.3) ? person(random) : { firstName: client.billing.firstName, lastName: client.billing.lastName, gender: 'female' }, false, world.settings.shares.dirtyPhones);
  const { firstName, lastName, street, zip, city, country } = base;
  return { id: world.next('address'), firstName, lastName, additional: client.billing.firm, street, zip, city, country, phone: base.phone1 };
}

/** The list a channel keeps for somebody with an account. */
export function addressFor(client: Client, channel: Channel): string {
  return channel === 'email' ? client.email : client.billing.phone1;
}

export function newBuyer(random: Random): AllegroBuyer {
  const login = random.chance(0.4) ? `Client:${random.text(8, '123456789')}` : `zmyslony_${random.text(6, 'abcdefghijklmnoprstuwyz0123456789')}`;
  return { hash: random.text(10, 'abcdefghijklmnopqrstuvwxyz0123456789'), login, auctionId: random.text(9, '123456789') };
}
