import type { Cells } from '../data/row.js';
import type { Random } from '../../common/random.js';

/** Name, reference, EAN, gross price in grosze. */
const PRODUCTS: readonly (readonly [string, string, string, number])[] = [
  ['Kubek emaliowany - Kolor : Zielony', 'KUB-ZI', '5901234123457', 4999], ['Taca bambusowa', 'TAC-01', '', 4799],
  ['Koc wełniany 140x200', 'KOC-140', '5901234123464', 12_999], ['Lampka biurkowa "Żuraw"', 'LAM/ZUR', '5901234123471', 18_950],
  ['Zeszyt A5 w kratkę', 'ZES-A5', '', 349], ['Miód gryczany 900 g', 'MIO-GR', '5901234123488', 3890],
  ['Świeca sojowa - Zapach : Wrzos', 'SWI-WRZ', '5901234123495', 2550], ['Plecak turystyczny 30 l - Kolor : Granatowy', 'PLE-30', '5901234123501', 24_900],
  ['Herbata z lipy 50 g', 'HER-LI', '', 1420], ['Deska do krojenia, dąb', 'DES-DB', '5901234123518', 8900],
  ['Skarpety wełniane - Rozmiar : 42/44', 'SKA-42', '5901234123525', 3199], ['Krzesło składane', 'KRZ-SK', '5901234123532', 15_900],
];

export type Basket = { readonly lines: readonly Cells[]; /** Hundredths of the currency. */ readonly gross: number; readonly net: number };

/** Decimal text with six places from hundredths. */
export function dec(hundredths: number): string {
  const text = String(hundredths);
  return text.length > 2 ? `${text.slice(0, -2)}.${text.slice(-2)}0000` : `0.${text.padStart(2, '0')}0000`;
}

/** One to five lines. @param rate millionths of the currency for one złoty; @param firstLineId id of the first line in the shop */
export function basket(random: Random, rate: number, firstLineId: number): Basket {
  const lines: Cells[] = [];
  let gross = 0;
  let net = 0;
  // Most baskets are small.
  const count = Math.min(random.int(1, 5), random.int(1, 5));
  for (let i = 0; i < count; i += 1) {
    const index = random.int(0, PRODUCTS.length - 1);
    const [name, reference, ean, price] = PRODUCTS[index] ?? ['', '', '', 0];
    const quantity = random.chance(0.8) ? 1 : random.int(2, 6);
    const unit = Math.max(1, Math.round((price * rate) / 1_000_000));
    const unitNet = (unit / 123).toFixed(6);
    gross += unit * quantity;
    net += Math.round((unit * quantity * 100) / 123);
    lines.push({
      id: firstLineId + i,
      product_id: index + 80,
      product_attribute_id: name.includes(' : ') ? index + 400 : 0,
      product_quantity: quantity,
      product_name: name,
      product_reference: reference,
      product_ean13: ean,
      product_isbn: i % 2 === 0 ? '' : null,
      product_upc: '',
      product_price: unitNet,
      id_customization: 0,
      unit_price_tax_incl: dec(unit),
      unit_price_tax_excl: unitNet,
    });
  }
  return { lines, gross, net };
}
