import type { Random } from '../../common/random.js';
import { PRODUCTS } from './dictionaries.js';
import type { Line } from './model.js';
import type { World } from './world.js';

/** A basket: some hold a set by its components, some a line of free text. @param value grosze of one line instead */
export function makeLines(world: World, random: Random, source: string, value?: number): Line[] {
  if (value !== undefined) return [{ ...makeLine(world, random, source), price: value, quantity: 1 }];
  const bundleId = random.chance(0.06) ? random.int(600_000, 699_999) : 0;
  const lines = Array.from({ length: bundleId > 0 ? 2 : random.int(1, 3) }, () => makeLine(world, random, source, bundleId));
  if (source === 'personal' && random.chance(0.2)) return [];
  return random.chance(source === 'personal' ? 0.5 : 0.03) ? [...lines, freeLine(world, random)] : lines;
}

export function makeLine(world: World, random: Random, source: string, bundleId = 0): Line {
  const at = random.int(0, PRODUCTS.length - 1);
  const [name, sku, ean, price, weight] = PRODUCTS[at] ?? ['Pozycja', '', '', 100, 0];
  return {
    orderProductId: world.nextLine(random),
    storage: source === 'shop' ? 'shop' : random.chance(0.2) ? 'warehouse' : 'db',
    storageId: source === 'shop' ? 9014 : 21_001,
    productId: String(4_410_020 + at),
    variantId: random.chance(0.1) ? String(random.int(50_000, 59_999)) : '0',
    name,
    attributes: random.chance(0.2) ? 'Kolor: żółty' : '',
    sku,
    ean,
    auctionId: source === 'allegro' ? String(15_000_000_000 + at) : '0',
    price,
    taxRate: random.chance(0.05) ? random.pick([-1, -0.02, -0.03, 0, 5]) : 23,
    quantity: random.chance(0.8) ? 1 : random.int(2, 12),
    weight,
    bundleId,
  };
}

/** Typed by hand: no product behind it. */
export function freeLine(world: World, random: Random): Line {
  return {
    ...makeLine(world, random, 'personal'), storage: 'db', storageId: 0, productId: random.chance(0.5) ? '0' : '', variantId: '0', name: 'Usługa wg ustaleń', attributes: '', sku: '', ean: '', auctionId: '0', price: 4999, taxRate: 23, quantity: 1, weight: 0,
  };
}
