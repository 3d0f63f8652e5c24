/** What is in an order. */
import type { Product } from './catalogue.js';
import type { Line } from './model.js';
import type { Random } from '../../common/random.js';

export type Money = { readonly currency: 'PLN' | 'EUR'; readonly rate: number; readonly rebate: number; readonly wholesale: boolean };

export function basket(random: Random, products: readonly Product[], money: Money, withBundle: boolean): Line[] {
  const lines: Line[] = [];
  if (withBundle) {
    const bundle = { id: 17_000 + random.int(1, 9), name: `Zestaw prezentowy ${String(random.int(1, 9))}`, hash: random.text(32, '0123456789abcdef') };
    for (let n = random.int(2, 3); n > 0; n -= 1) lines.push({ ...line(random, random.pick(products), money), quantity: 1, bundle });
  }
  const single = withBundle ? random.int(0, 1) : random.chance(0.5) ? 1 : random.int(2, 4);
  for (let n = 0; n < single; n += 1) lines.push(line(random, random.pick(products), money));
  return lines;
}

function line(random: Random, product: Product, { rate, rebate, wholesale }: Money): Line {
  const price = Math.round((product.price * (100 - rebate) * (wholesale ? 0.8 : 1)) / 100);
  const gross = Math.round(price / rate);
  const net = Math.round((gross * 100) / (100 + product.vat));
  return {
    product,
    sizeId: random.pick(product.sizes),
    quantity: product.fractional ? random.int(2, 30) / 4 : random.chance(0.8) ? 1 : random.int(2, 6),
    gross,
    net,
    baseGross: Math.round(gross * rate),
    baseNet: Math.round(net * rate),
    bundle: null,
  };
}

/** Goods of an order, gross: settled net, the tax comes on top of the sum, so grosze differ from the lines' own gross prices. */
export function productsCost(lines: readonly Line[], worth: 'gross' | 'net', base: boolean): number {
  let sum = 0;
  for (const item of lines) {
    if (worth === 'gross') sum += Math.round((base ? item.baseGross : item.gross) * item.quantity);
    else sum += Math.round(((base ? item.baseNet : item.net) * item.quantity * (100 + item.product.vat)) / 100);
  }
  return sum;
}
