/** Rows every shop is installed with: languages, currencies, countries, states, shops, configuration. */
import type { Profile } from '../profile.js';
import type { Settings } from '../options.js';
import type { Row } from '../data/row.js';

const LANGUAGES = [
  { name: 'Polski (Polish)', iso_code: 'pl', locale: 'pl-PL', language_code: 'pl-pl' },
  { name: 'English (English)', iso_code: 'en', locale: 'en-US', language_code: 'en-us' },
];

export function languages(count: 1 | 2): Row[] {
  return LANGUAGES.slice(0, count).map((language, index) => ({
    id: index + 1,
    cells: { ...language, active: 1, is_rtl: 0, date_format_lite: 'Y-m-d', date_format_full: 'Y-m-d H:i:s' },
  }));
}

/** Price of one złoty in each currency, millionths. */
export const CURRENCIES = [
  { id: 1, iso: 'PLN', number: '985', sign: 'zł', rate: 1_000_000, names: ['Złoty polski', 'Polish zloty'] },
  { id: 2, iso: 'EUR', number: '978', sign: '€', rate: 233_000, names: ['Euro', 'Euro'] },
  { id: 3, iso: 'CZK', number: '203', sign: 'Kč', rate: 5_700_000, names: ['Korona czeska', 'Czech koruna'] },
] as const;

export function currencies(shops: 1 | 2): Row[] {
  return CURRENCIES.map((currency) => ({
    id: currency.id,
    // With two shops the koruna belongs to the second alone.
    ...(shops === 2 && currency.id === 3 ? { shops: [2] } : {}),
    cells: {
      names: currency.names, name: currency.names[0], symbol: [currency.sign, currency.sign], iso_code: currency.iso,
      iso_code_num: currency.number, numeric_iso_code: currency.number, blank: 1, sign: currency.sign, format: 2, decimals: 1, precision: 2,
      conversion_rate: (currency.rate / 1_000_000).toFixed(6), deleted: 0, active: 1, unofficial: 0, modified: 0, pattern: ['', ''],
    },
  }));
}

const COUNTRIES = [
  { id: 1, iso: 'DE', prefix: 49, zip: 'NNNNN', names: ['Niemcy', 'Germany'] },
  { id: 8, iso: 'FR', prefix: 33, zip: 'NNNNN', names: ['Francja', 'France'] },
  { id: 14, iso: 'PL', prefix: 48, zip: 'NN-NNN', names: ['Polska', 'Poland'] },
  { id: 16, iso: 'CZ', prefix: 420, zip: 'NNN NN', names: ['Czechy', 'Czechia'] },
] as const;

export const COUNTRY_IDS = { DE: 1, FR: 8, PL: 14, CZ: 16 } as const;

export function countries(shops: 1 | 2): Row[] {
  return COUNTRIES.map((country) => ({
    id: country.id,
    ...(shops === 2 && country.iso === 'FR' ? { shops: [2] } : {}),
    cells: {
      id_zone: 1, id_currency: 0, call_prefix: country.prefix, iso_code: country.iso, active: country.iso === 'FR' ? 0 : 1, contains_states: 0,
      need_identification_number: 0, need_zip_code: 1, zip_code_format: country.zip, display_tax_label: 1, name: country.names,
    },
  }));
}

/** Flags: d delivery, i invoice, l logable, s shipped, p paid, m sends an e-mail, x pdf_invoice. */
const STATES: readonly (readonly [string, string, string, string, string])[] = [
  ['Oczekiwanie na płatność czekiem', 'Awaiting check payment', 'm', '#34209E', 'cheque'],
  ['Płatność zaakceptowana', 'Payment accepted', 'milpx', '#3498D8', 'payment'],
  ['Przygotowanie w toku', 'Processing in progress', 'mdilp', '#3498D8', 'preparation'],
  ['Wysłane', 'Shipped', 'mdilsp', '#01B887', 'shipped'],
  ['Dostarczone', 'Delivered', 'dilsp', '#01B887', ''],
  ['Anulowane', 'Canceled', 'm', '#2C3E50', 'order_canceled'],
  ['Zwrócone środki', 'Refunded', 'mi', '#01B887', 'refund'],
  ['Błąd płatności', 'Payment error', 'm', '#E74C3C', 'payment_error'],
  ['Zamówienie oczekujące (opłacone)', 'On backorder (paid)', 'milp', '#3498D8', 'outofstock'],
  ['Oczekiwanie na płatność przelewem', 'Awaiting bank wire payment', 'm', '#34209E', 'bankwire'],
  ['Oczekiwanie na płatność PayPal', 'Awaiting PayPal payment', '', '#34209E', ''],
  ['Płatność zdalna zaakceptowana', 'Remote payment accepted', 'milp', '#3498D8', 'payment'],
  ['Zamówienie oczekujące (nieopłacone)', 'On backorder (not paid)', 'm', '#34209E', 'outofstock'],
  ['Oczekiwanie na płatność przy odbiorze', 'Awaiting Cash On Delivery validation', 'dl', '#34209E', 'cashondelivery'],
  ['Allegro – przetwarzanie', 'Allegro - processing', '', '#FF5A00', ''],
];

/** Stock states: 1.6 has fourteen, later versions no PayPal; the last one was added by the marketplace module. */
export function orderStates(profile: Profile): Row[] {
  const list = profile.level === 16 ? STATES : STATES.filter((_state, index) => index !== 10);
  return list.map(([polish, english, flags, color, template], index) => {
    const flag = (letter: string): number => (flags.includes(letter) ? 1 : 0);
    const own = index === list.length - 1;
    return {
      id: index + 1,
      cells: {
        unremovable: own ? 0 : 1, delivery: flag('d'), hidden: 0, send_email: flag('m'), module_name: own ? 'x13allegro' : template === 'cheque' ? 'ps_checkpayment' : '',
        invoice: flag('i'), color, logable: flag('l'), shipped: flag('s'), paid: flag('p'), pdf_delivery: 0, pdf_invoice: flag('x'), deleted: 0,
        name: [polish, english], template: [template, template],
      },
    };
  });
}

export function shops(count: 1 | 2): Row[] {
  return ['Sklep Przykładowy', 'Sklep Drugi'].slice(0, count).map((name, index) => ({
    id: index + 1,
    cells: { id_shop_group: 1, id_category: 2, id_theme: 1, active: 1, deleted: 0, name, color: '', theme_name: 'classic' },
  }));
}

export function configurations(settings: Settings, installed: string): Row[] {
  const values: readonly (readonly [number, string, string])[] = [
    [1, 'PS_LANG_DEFAULT', '1'], [2, 'PS_CURRENCY_DEFAULT', '1'], [3, 'PS_COUNTRY_DEFAULT', '14'], [63, 'PS_TIMEZONE', settings.timezone],
    [120, 'PS_WEBSERVICE', '1'], [239, 'PS_SHOP_NAME', 'Sklep Przykładowy'],
  ];
  return values.map(([id, name, value]) => ({
    id,
    cells: { value, name, id_shop_group: null, id_shop: null, date_add: '0000-00-00 00:00:00', date_upd: installed },
  }));
}
