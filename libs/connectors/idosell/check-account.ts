import { isFailure, type Failure } from '#libs/domain/failure.js';
import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { CheckReport, Tick } from '../sdk/check.js';
import type { IdoSellClient } from './idosell.client.js';
import { NEWEST_ORDERS, orderConsentOf, type OrderConsent } from './check-order-consent.js';
import { CLIENTS, CLIENTS_PATH } from './clients.js';
import { KEYS_PAGE, rightFix } from './idosell.errors.js';
import { ORDERS } from './orders.js';
import { readShops, type PanelShop } from './shops.js';

/** A clock that is further away is worth a word: dates of orders would look wrong. */
const SKEW_MS = 5 * 60_000;

type Read = { readonly tick: Tick; readonly failure: Failure | null };

/** One right, confirmed by the cheapest read that needs it. Everything but a missing right ends the check. */
async function tryRight(code: string, required: boolean, label: Localized, read: () => Promise<unknown>): Promise<Read> {
  try {
    await read();
    return { tick: { code, state: 'ok', required, label }, failure: null };
  } catch (error) {
    if (!isFailure(error) || error.kind !== 'permission_missing') throw error;
    return { tick: { code, state: 'missing', required, label, fix: error.fix ?? rightFix(code.toUpperCase(), 'r') }, failure: error };
  }
}

/** Like `tryRight`, for what is only good to know: trouble with it leaves the question open and does not end the check. */
async function tryOptional(code: string, text: Localized, read: () => Promise<unknown>, signal: AbortSignal): Promise<Tick> {
  try {
    return (await tryRight(code, false, text, read)).tick;
  } catch (error) {
    signal.throwIfAborted();
    if (!isFailure(error) || error.kind === 'credentials_rejected') throw error;
    return { code, state: 'unknown', required: false, label: text, fix: error.text };
  }
}

const label = (module: string, pl: string, en: string): Localized => ({ pl: `${module}: ${pl}`, en: `${module}: ${en}` });

/** What only a writing call would show is not tried out on a living shop. */
const CRM_WRITE: Tick = {
  code: 'crm_write', state: 'unknown', required: false,
  label: label('CRM', 'zapis (zgody odsyłane do sklepu)', 'write (consents sent back to the shop)'),
  fix: {
    pl: `Nie da się tego sprawdzić bez zapisu. Potrzebne tylko wtedy, gdy wypisanie z newslettera w innym systemie ma trafiać do sklepu: ${KEYS_PAGE.pl}, moduł CRM, odczyt i zapis.`,
    en: `This cannot be seen without writing. Needed only if a newsletter opt-out in another system is to reach the shop: ${KEYS_PAGE.en}, module CRM, read and write.`,
  },
};

function clockTick(skewMs: number | null): Tick {
  const base = { code: 'clock', required: false, label: { pl: 'Zegar panelu', en: 'Clock of the panel' } } as const;
  if (skewMs !== null && Math.abs(skewMs) <= SKEW_MS) return { ...base, state: 'ok' };
  const fix = { pl: 'Zegary różnią się o ponad 5 minut: sprawdź zegar komputera, na którym działa ta usługa (NTP).', en: 'The clocks differ by more than 5 minutes: check the clock of the machine this service runs on (NTP).' };
  return { ...base, state: skewMs === null ? 'unknown' : 'missing', fix };
}

function loadTick(load: string | null): Tick {
  const base = { code: 'server_load', required: false, label: { pl: 'Obciążenie panelu (serverLoad)', en: 'Load of the panel (serverLoad)' } } as const;
  if (load === 'normal') return { ...base, state: 'ok' };
  const fix = { pl: 'Panel zgłasza przeciążenie; odczyt będzie co jakiś czas czekał minutę.', en: 'The panel says that it is overloaded; reading will wait a minute now and then.' };
  return { ...base, state: load === null ? 'unknown' : 'missing', fix };
}

function shopTick(shop: string | undefined, shops: readonly PanelShop[] | null): Tick[] {
  if (shop === undefined || shops === null) return [];
  const base = { code: 'panel_shop', required: true, label: { pl: `Sklep numer ${shop} w panelu`, en: `Shop number ${shop} in the panel` } } as const;
  if (shops.some(({ id }) => id === shop)) return [{ ...base, state: 'ok' }];
  const known = shops.map(({ id, name }) => `${id} (${name})`).join(', ');
  return [{ ...base, state: 'missing', fix: { pl: `W panelu nie ma takiego sklepu; są: ${known}. Popraw ustawienie „Numer sklepu w panelu”.`, en: `The panel has no such shop; there are: ${known}. Correct the setting "Number of the shop in the panel".` } }];
}

type Learned = { readonly client: IdoSellClient; readonly shops: readonly PanelShop[] | null; readonly skewMs: number | null; readonly load: string | null; readonly consent: OrderConsent };

function factsOf({ client, shops, skewMs, load, consent }: Learned): JsonObject {
  return { address: client.address, serverLoad: load, clockSkewMs: skewMs, orderConsent: consent.fact, shops: shops === null ? null : shops.map(({ id, name, languages }) => ({ id, name, languages: languages.map((language) => language.id), defaultLanguage: languages.find((language) => language.isDefault)?.id ?? null })) };
}

/**
 * The tick list of an account: one line for each module right that is needed, and what helps to understand the panel.
 * @throws Failure when the key is refused or the address is not the API
 */
export async function checkAccount(client: IdoSellClient, shop: string | undefined, nowMs: () => number, signal: AbortSignal): Promise<CheckReport> {
  let shops: PanelShop[] | null = null;
  let load: string | null = null;
  const system = await tryRight('system', true, label('SYSTEM', 'sklepy, języki, zegar', 'shops, languages, clock'), async () => {
    shops = await readShops(client, signal);
    // The sign of an overloaded panel is no reason to call it unconnected.
    load = await client.load(signal).catch((error: unknown) => {
      if (!isFailure(error) || error.kind === 'permission_missing') throw error;
      return null;
    });
    await client.learnClock(signal);
  });
  const crm = await tryRight('crm', true, label('CRM', 'klienci, adresy, newslettery', 'clients, addresses, newsletters'), () => client.list(CLIENTS_PATH, CLIENTS, { resultsLimit: 1 }, signal));
  let newest: readonly unknown[] | null = null;
  const oms = await tryRight('oms', true, label('OMS', 'zamówienia i statusy', 'orders and statuses'), async () => {
    newest = (await client.search('orders/orders/search', ORDERS, NEWEST_ORDERS, signal)).rows;
  });
  const pim = await tryRight('pim', true, label('PIM', 'towary i kategorie', 'products and categories'), () =>
    client.search('products/products/search', { member: 'results', paging: 'camel', emptyFault: true }, { returnElements: ['code'], resultsLimit: 1 }, signal));
  // Fault 2 means an empty list as well as a blocked shop here; a blocked one has failed above.
  const cms = await tryOptional('cms', label('CMS', 'skrypty na stronach sklepu (śledzenie odwiedzin w SALESmanago)', 'scripts on the shop pages (tracking of visits for SALESmanago)'), async () => {
    await client.object('snippets/campaign', signal).catch((error: unknown) => {
      if (!isFailure(error) || error.code !== 'shop_blocked') throw error;
    });
  }, signal);
  const panel = client.clockMs();
  const skewMs = panel === null ? null : panel - nowMs();
  const consent = orderConsentOf(newest);
  const ticks: Tick[] = [
    { code: 'key_accepted', state: 'ok', required: true, label: { pl: 'Klucz przyjęty', en: 'Key accepted' } },
    system.tick, crm.tick, oms.tick, pim.tick, ...shopTick(shop, shops), consent.tick, CRM_WRITE, cms, clockTick(skewMs), loadTick(load),
  ];
  return { ticks, facts: factsOf({ client, shops, skewMs, load, consent }) };
}
