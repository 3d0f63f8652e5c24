/** What every seller sets up, and what is sold. */

/** DetailedStateEnum (sheet section 5) with names people use for them (A25; the API itself has no labels). */
export const STATUSES = [
  { status: 'draft', label: 'Szkic' },
  { status: 'sent', label: 'Oferta wysłana' },
  { status: 'sale', label: 'Zamówienie' },
  { status: 'to_pickup', label: 'Do odbioru' },
  { status: 'to_collect', label: 'Do zebrania' },
  { status: 'to_pack', label: 'Do spakowania' },
  { status: 'sent_to_warehouse', label: 'Przekazane do magazynu' },
  { status: 'done', label: 'Zrealizowane' },
  { status: 'order_sent', label: 'Wysłane' },
  { status: 'delivered', label: 'Dostarczone' },
  { status: 'cancel', label: 'Anulowane' },
] as const;
export const STATUS_NAMES: readonly string[] = STATUSES.map(({ status }) => status);

export type Integration = { readonly provider: string; readonly account_id: number; readonly account_name: string };
export const INTEGRATIONS: readonly Integration[] = [
  { provider: 'allegro', account_id: 1, account_name: 'sklep-wzorcowy' },
  { provider: 'allegro', account_id: 2, account_name: 'wzorcowy-outlet' },
  { provider: 'woocommerce', account_id: 3, account_name: 'sklep.wzorcowy.example' },
  { provider: 'ebay', account_id: 4, account_name: 'wzorcowy_ebay' },
  { provider: 'amazon', account_id: 5, account_name: 'Wzorcowy Amazon' },
  { provider: 'kaufland', account_id: 6, account_name: 'Wzorcowy Kaufland' },
];
/** How the name of an order begins, by provider (sheet section 7). */
export const PREFIXES: Readonly<Record<string, string>> = { allegro: 'Allegro', woocommerce: 'WooCommerce', ebay: 'eBay', amazon: 'Amazon', kaufland: 'Kaufland', shopify: 'Shopify', shoper: 'Shoper' };

export const COMPANY = 'Wzorcowy Sklep sp. z o.o.';
export const SHOPS = [{ id: 1, name: 'Wzorcowy', company_id: 1 }, { id: 2, name: 'Wzorcowy outlet', company_id: 1 }] as const;
export const FOLDERS = [{ id: 1, name: 'Nowe' }, { id: 2, name: 'Do wyjaśnienia' }, { id: 3, name: 'Archiwum' }] as const;
export const TAGS = [{ id: 1, name: 'VIP' }, { id: 2, name: 'Pilne' }] as const;
export const PRICELISTS = [{ id: 1, name: 'Cennik publiczny', currency_id: 19, currency: 'PLN', active: true }] as const;
export const PAYMENTS = [{ id: 1, name: 'Przelew', is_cod: false, active: true }, { id: 2, name: 'Pobranie', is_cod: true, active: true }, { id: 3, name: 'Przelewy24', is_cod: false, active: true }] as const;
export const CARRIERS = [
  { id: 1, name: 'Allegro Paczkomaty InPost', logistic_company: 'inpost', active: true, external_integration: true },
  { id: 2, name: 'Kurier', logistic_company: 'dpd', active: true, external_integration: false },
] as const;
export const UNITS = [{ id: 1, name: 'szt.' }, { id: 2, name: 'm' }] as const;
export const TAXES = [{ id: 1, name: 'VAT 23%', amount: 23 }, { id: 2, name: 'VAT 8%', amount: 8 }] as const;

/** Name, SKU, EAN, price in grosze, tax, kg. */
export const PRODUCTS: readonly (readonly [string, string | null, string | null, number, number, number])[] = [
  ['Koc wełniany 140x200', 'KOC-140', '5900000000017', 12999, 23, 1.2],
  ['Poduszka z łuską gryki', 'POD-GRY', '5900000000024', 5950, 23, 2],
  ['Świeca sojowa "Źródło"', 'SWI-ZRO', '5900000000031', 3900, 23, 0.4],
  ['Kubek & spodek', 'KUB-SPO', null, 4500, 23, 0.6],
  ['Tkanina lniana ąęśćż, metr', 'TKA-LEN', '5900000000048', 4210, 23, 0.9],
  ['Stołek dębowy', null, '5900000000055', 34999, 23, 5.25],
  ['Książka o źdźbłach', 'KSI-ZDZ', '5900000000062', 2900, 8, 0.3],
];
/** Countries that occur, as the language of the request has them (A11). */
export const COUNTRIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  pl_PL: { PL: 'Polska', DE: 'Niemcy', CZ: 'Czechy' },
  en_US: { PL: 'Poland', DE: 'Germany', CZ: 'Czech Republic' },
};
