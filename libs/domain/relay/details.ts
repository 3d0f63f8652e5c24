import type { Localized } from '../words.js';
import type { RelayField } from './route-options.js';

/** What stands in one of the numbered details of an event. */
export type DetailRule = {
  readonly detail: number;
  readonly key: string;
  /** Left out when one of these fields is. */
  readonly leftOutWith: readonly RelayField[];
  readonly meaning: Localized;
};

/**
 * Our standard for `detail1`..`detail20`. Places never change their meaning: automations compare them literally, so a new thing gets
 * a free number. 3, 5, 8 and 9 are where the vendor's WooCommerce plugin has the same.
 */
export const DETAILS = [
  { detail: 1, key: 'names', leftOutWith: ['productNames'], meaning: { pl: 'nazwy towarów, oddzielone „; ”', en: 'product names, separated by "; "' } },
  { detail: 2, key: 'orderNumber', leftOutWith: ['orderDetails'], meaning: { pl: 'numer zamówienia (koszyka)', en: 'order number (cart number)' } },
  { detail: 3, key: 'quantities', leftOutWith: ['products'], meaning: { pl: 'ilości w kolejności nazw, oddzielone „/”', en: 'quantities in the order of the names, separated by "/"' } },
  { detail: 4, key: 'unitPrices', leftOutWith: ['products', 'orderValue'], meaning: { pl: 'ceny brutto za sztukę w kolejności nazw, oddzielone „/”; w obcej walucie z jej kodem', en: 'gross unit prices in the order of the names, separated by "/"; in a foreign currency with its code' } },
  { detail: 5, key: 'delivery', leftOutWith: ['orderDetails'], meaning: { pl: 'sposób dostawy', en: 'delivery method' } },
  { detail: 6, key: 'skus', leftOutWith: ['products'], meaning: { pl: 'kody towarów (SKU) w kolejności nazw, oddzielone „; ”', en: 'SKUs in the order of the names, separated by "; "' } },
  { detail: 7, key: 'variants', leftOutWith: ['products'], meaning: { pl: 'warianty (rozmiary) w kolejności nazw, oddzielone „; ”', en: 'variants (sizes) in the order of the names, separated by "; "' } },
  { detail: 8, key: 'language', leftOutWith: ['language'], meaning: { pl: 'język, dwie litery', en: 'language, two letters' } },
  { detail: 9, key: 'currency', leftOutWith: ['orderValue'], meaning: { pl: 'waluta wartości zdarzenia (ISO 4217)', en: 'currency of the value of the event (ISO 4217)' } },
  { detail: 10, key: 'status', leftOutWith: ['orderDetails'], meaning: { pl: 'status zamówienia w chwili wysłania zdarzenia', en: 'status of the order when the event was sent' } },
  { detail: 11, key: 'payment', leftOutWith: ['orderDetails'], meaning: { pl: 'sposób płatności', en: 'payment method' } },
  { detail: 12, key: 'place', leftOutWith: ['orderPlace'], meaning: { pl: 'miejsce złożenia: kod punktu odbioru', en: 'place of the order: code of the pick-up point' } },
  { detail: 13, key: 'shop', leftOutWith: ['orderDetails'], meaning: { pl: 'sklep (numer w panelu albo nazwa); przy zamówieniach zbieranych z wielu źródeł nazwa konta źródła', en: 'shop (number in the panel, or name); of orders gathered from many sources the name of the source’s account' } },
  { detail: 14, key: 'source', leftOutWith: ['orderDetails'], meaning: { pl: 'źródło: „shop” albo nazwa platformy sprzedaży; przy zamówieniach zbieranych typ źródła', en: 'source: "shop", or the marketplace; of gathered orders the type of the source' } },
  { detail: 15, key: 'originalAmount', leftOutWith: ['orderValue'], meaning: { pl: 'kwota w walucie zamówienia, gdy jest obca (np. „45.00 EUR”)', en: 'amount in the currency of the order where it is a foreign one ("45.00 EUR")' } },
  { detail: 16, key: 'shipping', leftOutWith: ['orderValue'], meaning: { pl: 'koszt dostawy; w obcej walucie z jej kodem', en: 'delivery cost; in a foreign currency with its code' } },
  { detail: 17, key: 'discount', leftOutWith: ['orderValue'], meaning: { pl: 'rabat; w obcej walucie z jej kodem', en: 'discount; in a foreign currency with its code' } },
  { detail: 18, key: 'pieces', leftOutWith: ['products'], meaning: { pl: 'liczba sztuk razem', en: 'number of pieces' } },
  { detail: 19, key: 'deliveryCountry', leftOutWith: ['orderDetails'], meaning: { pl: 'kraj dostawy (ISO 3166)', en: 'country of delivery (ISO 3166)' } },
] as const satisfies readonly DetailRule[];

export type DetailKey = (typeof DETAILS)[number]['key'];
export type DetailValues = Readonly<Partial<Record<DetailKey, string | null>>>;

/** The details by number; what is empty or left out is not there at all. */
export function numberedDetails(values: DetailValues, leaveOut: readonly RelayField[]): Readonly<Record<number, string>> {
  const entries = DETAILS.flatMap(({ detail, key, leftOutWith }: (typeof DETAILS)[number]): [number, string][] => {
    const value = values[key] ?? null;
    const isLeftOut = (leftOutWith as readonly RelayField[]).some((field) => leaveOut.includes(field));
    return value === null || value === '' || isLeftOut ? [] : [[detail, value]];
  });
  return Object.fromEntries(entries);
}
