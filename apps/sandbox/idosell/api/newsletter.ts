/** `POST clients/newsletter/{email|sms}/search`: snake_case names, people with and without an account. */
import { emptyAnswer, jsonAnswer, type Answer } from '../answer.js';
import { ZERO, type Row } from '../render/values.js';
import { textOf } from '../world/clock.js';
import { addressFor } from '../world/make-client.js';
import type { Channel, Consent, Consents, DamageKind } from '../world/model.js';
import type { World } from '../world/world.js';
import type { Call } from './endpoint.js';
import { slice } from './paging.js';
import { within, type Params } from './params.js';

type Person = { readonly clientNumber: number | string | null; readonly login: string; readonly registered: boolean; readonly lang: string; readonly address: string; readonly shops: Consents; readonly damage: DamageKind | undefined };

export function searchNewsletter(channel: Channel): (call: Call) => Answer {
  return ({ world, version, params }) => {
    const test = personTest(params);
    const language = params.text('language');
    const found = people(world, channel).filter((person) => (language === null || person.lang === language) && test(person));
    const page = slice(found, params, 'snake');
    if (page === null) return emptyAnswer(channel === 'email' ? 'Wyszukiwarka newslettera' : 'Wyszukiwarka newslettera SMS');
    const wanted = params.list('return_elements');
    const rows = page.rows.map((person) => personRow(channel, person, version));
    return jsonAnswer(200, { ...page.paging, clients: wanted === null ? rows : rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => wanted.includes(name)))) });
  };
}

/** Accounts with an address, then addresses without an account; of these some are known by a number, most are not. */
function people(world: World, channel: Channel): readonly Person[] {
  const accounts: Person[] = [];
  for (const client of world.clients.rows) {
    const address = addressFor(client, channel);
    if (!client.oneOff && address !== '') accounts.push({ clientNumber: client.id, login: client.login, registered: true, lang: client.lang, address, shops: client.consents[channel], damage: client.newsletterDamage });
  }
  const others = world.subscribers.filter((row) => row.channel === channel).map((row, index): Person => ({
    clientNumber: row.clientId ?? (index % 3 === 0 ? 0 : index % 3 === 1 ? '' : null), login: '', registered: false, lang: row.lang, address: row.address, shops: row.shops, damage: row.damage,
  }));
  return [...accounts, ...others];
}

/** All conditions on shop, answer and date must meet in one entry of the person; without conditions people without entries come as well. */
function personTest(params: Params): (person: Person) => boolean {
  const date = params.group('date').range('from', 'to');
  const shops = params.groups('shops').flatMap((group) => {
    const id = group.int('shop_id');
    return id === null ? [] : [{ id, approval: yesNo(group.text('approval')), registered: yesNo(group.text('registered')) }];
  });
  const dated = (consent: Consent): boolean => date === null || within(consent.at, date);
  if (shops.length === 0) return date === null ? () => true : (person) => [...person.shops.values()].some(dated);
  return (person) =>
    shops.some((shop) => {
      const entry = person.shops.get(shop.id);
      if (entry === undefined || !dated(entry)) return false;
      return (shop.approval === null || shop.approval === entry.approved) && (shop.registered === null || shop.registered === person.registered);
    });
}

function yesNo(text: string | null): boolean | null {
  return text === 'y' ? true : text === 'n' ? false : null;
}

function personRow(channel: Channel, person: Person, version: number): Row {
  const entries = [...person.shops].map(([shopId, consent], index) => [
    // The keys of the map count the entries, they are not shop numbers.
    String(index + 1),
    { shop_id: shopId, approval: approvalText(channel, consent, version), date_modification: person.damage === 'bad-date' ? '2026-13-45' : consent.at === null ? ZERO : textOf(consent.at) },
  ]);
  return {
    client_number: person.damage === 'no-id' ? undefined : person.clientNumber,
    login: person.login,
    registered: person.registered ? 'y' : 'n',
    language: person.lang,
    [channel === 'email' ? 'email' : 'phone_cellular']: person.damage === 'bad-type' ? { unexpected: [1, 2] } : person.damage === 'no-id' ? undefined : person.address,
    // PHP: an empty array stays a list, one with keys from 1 becomes an object.
    shops: person.damage === 'bad-total' ? 'abc' : entries.length === 0 ? [] : Object.fromEntries(entries),
  };
}

/** Of SMS the later versions give the date of the answer instead of yes or no. */
function approvalText(channel: Channel, consent: Consent, version: number): string {
  if (channel === 'sms' && version >= 6) return consent.approved && consent.at !== null ? textOf(consent.at) : ZERO;
  return consent.approved ? 'y' : 'n';
}
