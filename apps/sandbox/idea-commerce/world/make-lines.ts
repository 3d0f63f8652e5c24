import type { Random } from '../../common/random.js';
import { PRODUCTS } from './dictionaries.js';
import type { Line } from './model.js';
import type { World } from './world.js';

/** @param value of all goods in grosze, with tax: one line then */
export function makeLines(world: World, random: Random, source: string | null, value?: number): Line[] {
  const offer = (): string | null => (source === null ? null : `1${random.text(10, '0123456789')}`);
  if (value !== undefined) return [{ id: world.nextLine(), sequence: 10, name: 'Pozycja próbna', sku: 'PRO-1', ean: null, offer: offer(), price: value, quantity: 1, taxRate: 23, grossTax: true, weight: 1 }];
  // Staff type net prices.
  const grossTax = source !== null || random.chance(0.5);
  return Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, (_unused, at) => {
    const [name, sku, ean, price, taxRate, weight] = random.pick(PRODUCTS);
    return { id: world.nextLine(), sequence: 10 * (at + 1), name, sku, ean, offer: offer(), price, quantity: sku === 'TKA-LEN' ? 1.5 : random.pick([1, 1, 2, 3]), taxRate, grossTax, weight };
  });
}
