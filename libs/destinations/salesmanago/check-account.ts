import { isFailure, type Failure } from '#libs/domain/failure.js';
import { isRow, textOf, type Row } from '#libs/connectors/sdk/values.js';
import type { CheckReport, Tick } from '#libs/connectors/sdk/check.js';
import type { ShopChoice } from '../sdk/destination.js';
import { readCatalogs, shopChoices } from './catalogs.js';
import { contactsOf } from './contact-reader.js';
import type { SalesManagoClient } from './salesmanago.client.js';
import { CHECK_OWNER, unusable, type Call } from './salesmanago.errors.js';

const USERS = 'user/listByClient';

/** While somebody types in an endpoint, an answer that is not the API's means a wrong endpoint; later on it may be a passing fault. */
function atTheDoor(failure: Failure, path: string, client: SalesManagoClient): Failure {
  if (failure.code !== 'not_the_api' && failure.code !== 'answer_unreadable') return failure;
  const call: Call = { path, effect: 'read', secrets: client.secrets, personal: () => [] };
  const status = failure.context['status'];
  return unusable('endpoint_wrong', call, typeof status === 'number' ? status : null, failure.detail ?? failure.code);
}

/** Reads the owner's own address among the contacts: what every delivery needs, and harmless. */
async function readsContacts(client: SalesManagoClient, signal: AbortSignal): Promise<void> {
  const address = client.owner.toLowerCase();
  const call: Call = { path: 'contact/listAll', effect: 'read', secrets: client.secrets, personal: () => [client.owner, address] };
  try {
    contactsOf(await client.read(call.path, { owner: client.owner, user: client.owner, email: [address] }, signal), [address], call);
  } catch (error) {
    throw isFailure(error) ? atTheDoor(error, call.path, client) : error;
  }
}

/** Addresses of the account's users: texts, or objects with `email` (sheet section 1). Null: not told. */
async function readUsers(client: SalesManagoClient, signal: AbortSignal): Promise<readonly string[] | null> {
  let body: Row;
  try {
    body = await client.read(USERS, {}, signal);
  } catch (error) {
    // Known from one public client only: without it the owner stays unproven, and the read of contacts decides about the rest.
    if (isFailure(error) && error.kind === 'platform_defect') return null;
    throw error;
  }
  const { users } = body;
  if (!Array.isArray(users)) return null;
  return users.map((user: unknown) => (isRow(user) ? textOf(user['email']) : textOf(user))?.toLowerCase()).filter((email) => email !== undefined);
}

function ownerTick(users: readonly string[] | null, owner: string): Tick {
  const base = { code: 'owner', required: true, label: { pl: 'Właściciel kontaktów istnieje na koncie', en: 'The contact owner is a user of the account' } } as const;
  if (users?.includes(owner.toLowerCase()) === true) return { ...base, state: 'ok' };
  if (users !== null) return { ...base, state: 'missing', fix: CHECK_OWNER };
  return { ...base, state: 'unknown', fix: { pl: `Konto nie podało listy użytkowników. ${CHECK_OWNER.pl}`, en: `The account did not tell its users. ${CHECK_OWNER.en}` } };
}

function contactsTick(owner: Tick): Tick {
  const base = { code: 'contacts', required: true, label: { pl: 'Odczyt kontaktów', en: 'Reading contacts' } } as const;
  return owner.state === 'missing' ? { ...base, state: 'unknown', fix: CHECK_OWNER } : { ...base, state: 'ok' };
}

type Catalogs = { readonly shops: readonly ShopChoice[] | null; readonly failure: Failure | null };

/** Product catalogs are good to know; trouble with them does not end the check. */
async function tryCatalogs(client: SalesManagoClient, signal: AbortSignal): Promise<Catalogs> {
  try {
    return { shops: await readCatalogs(client, signal), failure: null };
  } catch (error) {
    if (!isFailure(error) || error.kind === 'rate_limited') throw error;
    return { shops: null, failure: error };
  }
}

function keyTick({ shops, failure }: Catalogs): Tick {
  const base = { code: 'v3_key', required: false, label: { pl: 'Klucz API v3 przyjęty', en: 'API v3 key accepted' } } as const;
  if (shops !== null) return { ...base, state: 'ok' };
  const none = { pl: 'Nie podano klucza. Z kluczem usługa sama pokaże listę katalogów: Centrum integracji → API → API v3.', en: 'No key was given. With one the service lists product catalogs by itself: Integration Center → API → API v3.' };
  return { ...base, state: failure?.code === 'v3_key_rejected' ? 'missing' : 'unknown', fix: failure === null ? none : (failure.fix ?? failure.text) };
}

function shopTick(choices: readonly ShopChoice[], { shops }: Catalogs): Tick {
  const base = { code: 'shop', required: false, label: { pl: 'E-sklep dla produktów w zdarzeniach', en: 'E-shop for the products of events' } } as const;
  if (choices.length > 0) return { ...base, state: 'ok' };
  const fix = {
    pl: 'Dodaj w SALESmanago katalog produktów albo wpisz w ustawieniach LOCATION pliku produktowego XML; bez tego produkty ze zdarzeń nie łączą się z ofertą.',
    en: 'Add a product catalog in SALESmanago, or enter the LOCATION of the XML product feed in the settings; without one the products of events are not linked to the offer.',
  };
  return { ...base, state: shops === null ? 'unknown' : 'missing', fix };
}

/**
 * The tick list of an account.
 * @throws Failure `credentials_rejected`; `configuration_invalid` with code `endpoint_wrong` or `endpoint_redirects`
 */
export async function checkAccount(client: SalesManagoClient, locations: readonly string[], signal: AbortSignal): Promise<CheckReport> {
  const users = await readUsers(client, signal);
  const owner = ownerTick(users, client.owner);
  // With an owner the account does not have, every read would be refused for the owner's sake and prove nothing.
  if (owner.state !== 'missing') await readsContacts(client, signal);
  const catalogs = await tryCatalogs(client, signal);
  const choices = shopChoices(catalogs.shops, locations);
  const ticks: Tick[] = [
    { code: 'endpoint', state: 'ok', required: true, label: { pl: 'Endpoint odpowiada', en: 'The endpoint answers' } },
    { code: 'login', state: 'ok', required: true, label: { pl: 'Client ID i API Secret przyjęte', en: 'Client ID and API Secret accepted' } },
    owner,
    contactsTick(owner),
    keyTick(catalogs),
    shopTick(choices, catalogs),
  ];
  const shops = choices.map(({ location, name, kind, currency, isDefault }) => ({ location, name, kind, currency, isDefault }));
  return { ticks, facts: { endpoint: client.endpoint, users: users?.length ?? null, shops } };
}
