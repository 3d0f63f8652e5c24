import { isFailure, type Failure } from '#libs/domain/failure.js';
import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { CheckReport, Tick } from '../sdk/check.js';
import { idOf, isRow, textOf } from '../sdk/values.js';
import { describeAnswer } from './answer.js';
import { shopClock, type Answer, type PrestaShopClient } from './prestashop.client.js';
import { failureOfAnswer, notTheApi, rightFix, SHOP_FIX } from './prestashop.errors.js';
import { readRoot, RIGHTS, type Right, type RootListing } from './rights.js';

/** A clock that is further away is worth a word: dates of orders would look wrong. */
const SKEW_MS = 5 * 60_000;

const RIGHT_LABELS: Readonly<Record<Right, Localized>> = {
  addresses: { pl: 'Adresy klientów (addresses)', en: 'Customer addresses (addresses)' },
  countries: { pl: 'Kraje (countries)', en: 'Countries (countries)' },
  currencies: { pl: 'Waluty (currencies)', en: 'Currencies (currencies)' },
  customers: { pl: 'Klienci (customers)', en: 'Customers (customers)' },
  orders: { pl: 'Zamówienia (orders)', en: 'Orders (orders)' },
  shops: { pl: 'Sklepy (shops)', en: 'Shops (shops)' },
  order_states: { pl: 'Statusy zamówień (order_states)', en: 'Order statuses (order_states)' },
};

type Read = { readonly tick: Tick; readonly answer: Answer | null };

function tickOf(right: Right, failure: Failure): Tick {
  const label = RIGHT_LABELS[right];
  if (failure.kind !== 'permission_missing') return { code: right, state: 'unknown', required: true, label, fix: failure.fix ?? failure.text };
  return { code: right, state: 'missing', required: true, label, fix: failure.code === 'key_not_for_shop' ? SHOP_FIX : rightFix(right) };
}

/** What the root grants is confirmed by one cheap read: rights differ from shop to shop. */
async function readRight(client: PrestaShopClient, right: Right, root: RootListing, signal: AbortSignal): Promise<Read> {
  const label = RIGHT_LABELS[right];
  if (!root.readable.has(right)) return { tick: { code: right, state: 'missing', required: true, label, fix: rightFix(right) }, answer: null };
  try {
    const fields = right === 'shops' ? ['id', 'name'] : ['id'];
    const answer = await client.list({ resource: right, fields, ...(right === 'shops' ? { sort: 'id_ASC' } : { limit: '1' }), signal });
    return { tick: { code: right, state: 'ok', required: true, label }, answer };
  } catch (error) {
    if (!isFailure(error) || error.kind === 'rate_limited') throw error;
    return { tick: tickOf(right, error), answer: null };
  }
}

function cleanTick(noisy: boolean): Tick {
  const base = { code: 'clean_answers', required: false, label: { pl: 'Odpowiedzi bez komunikatów PHP', en: 'Answers free of PHP notices' } } as const;
  if (!noisy) return { ...base, state: 'ok' };
  return {
    ...base,
    state: 'missing',
    fix: {
      pl: 'Sklep wypisuje ostrzeżenia PHP przed danymi. Działa, ale wyłącz tryb debugowania: Zaawansowane → Wydajność → Tryb debugowania: Nie, oraz display_errors w PHP.',
      en: 'The shop prints PHP warnings in front of its data. It works, but switch debug mode off: Advanced Parameters → Performance → Debug mode: No, and display_errors in PHP.',
    },
  };
}

function clockTick(skewMs: number | null): Tick {
  const base = { code: 'clock', required: false, label: { pl: 'Zegar serwera sklepu', en: "Clock of the shop's server" } } as const;
  if (skewMs !== null && Math.abs(skewMs) <= SKEW_MS) return { ...base, state: 'ok' };
  const fix = { pl: 'Poproś hosting o ustawienie zegara serwera (NTP); daty zamówień będą przesunięte.', en: "Ask the hosting to set the server's clock (NTP); dates of orders will be off." };
  return { ...base, state: skewMs === null ? 'unknown' : 'missing', fix };
}

const named = (answer: Answer | null, ...fields: readonly string[]): JsonObject[] =>
  (answer?.rows ?? []).filter(isRow).map((row) => ({ id: idOf(row['id']), ...Object.fromEntries(fields.map((field) => [field, textOf(row[field])])) }));

/** Things only some keys may read: languages for the setting, the zone to compare with. */
async function readExtras(client: PrestaShopClient, root: RootListing, signal: AbortSignal): Promise<JsonObject> {
  const languages = root.readable.has('languages') ? await client.listIfAllowed({ resource: 'languages', fields: ['id', 'name', 'iso_code'], sort: 'id_ASC', signal }) : null;
  const zone = root.readable.has('configurations') ? await client.listIfAllowed({ resource: 'configurations', fields: ['name', 'value'], filters: { name: '[PS_TIMEZONE]' }, signal }) : null;
  const [row] = zone?.rows ?? [];
  return { languages: languages === null ? null : named(languages, 'name', 'iso_code'), zone: isRow(row) ? textOf(row['value']) : null };
}

/**
 * The tick list of an account.
 * @throws Failure when there is nothing to tick: the webservice is off, the key is refused, the address is not the API
 */
export async function checkShop(client: PrestaShopClient, signal: AbortSignal): Promise<CheckReport> {
  const response = await client.root(signal);
  const described = describeAnswer(response, 'api', client.secrets);
  if (response.status !== 200) throw failureOfAnswer(described);
  const root = readRoot(response);
  if (root === null) throw notTheApi(described);
  const reads: Read[] = [];
  for (const right of RIGHTS) reads.push(await readRight(client, right, root, signal));
  const clock = shopClock(response.headers);
  const skewMs = clock === null ? null : clock - response.requestedMs;
  const ticks: Tick[] = [
    { code: 'webservice_enabled', state: 'ok', required: true, label: { pl: 'Webservice włączony', en: 'Webservice enabled' } },
    { code: 'key_accepted', state: 'ok', required: true, label: { pl: 'Klucz przyjęty', en: 'Key accepted' } },
    ...reads.map((read) => read.tick),
    cleanTick(root.noisy || reads.some((read) => read.answer?.noisy === true)),
    clockTick(skewMs),
  ];
  const shops = reads[RIGHTS.indexOf('shops')]?.answer ?? null;
  const extras = await readExtras(client, root, signal);
  return { ticks, facts: { version: response.headers['psws-version'] ?? null, shopName: root.shopName, shops: named(shops, 'name'), clockSkewMs: skewMs, ...extras } };
}
