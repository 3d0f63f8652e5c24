/** What the shop's staff do with goods after the start. */
import type { Product } from './catalogue.js';
import { textOf } from './clock.js';
import type { DamageKind } from './model.js';
import type { World } from './world.js';

export type ProductPatch = {
  readonly name?: string; readonly nameEng?: string; readonly description?: string; readonly code?: string; readonly producer?: string; readonly price?: number; readonly promo?: number | null;
  readonly strikethrough?: number | null; readonly quantity?: number; readonly visible?: boolean; readonly menu?: readonly number[]; readonly categoryId?: number; readonly idosellCategory?: number;
};

/** @throws Error when there is no such product */
export function needProduct(world: World, id: number): Product {
  const found = world.products.find((product) => product.id === id);
  if (found === undefined) throw new Error(`There is no product ${String(id)}`);
  return found;
}

function replace(world: World, product: Product, names: readonly string[]): void {
  world.products = world.products.map((one) => (one.id === product.id ? product : one));
  world.emit({ kind: 'product', names, product });
}

/** Saved in the panel: its date of modification moves. */
export function touchProduct(world: World, id: number, patch: ProductPatch = {}): void {
  const names = [...(patch.price === undefined ? [] : ['productPriceUpdated']), ...(patch.quantity === undefined ? [] : ['productStockUpdated'])];
  replace(world, { ...needProduct(world, id), ...patch, modified: textOf(world.clock.now()) }, names);
}

/** Stocks and prices of integrations move no date of modification. */
export function editProductSilently(world: World, id: number, patch: ProductPatch): void {
  replace(world, { ...needProduct(world, id), ...patch }, []);
}

/** A copy of the first product under a new number; gives the number. */
export function createProduct(world: World, patch: ProductPatch = {}): number {
  const [first] = world.products;
  if (first === undefined) throw new Error('The catalogue is empty');
  const now = textOf(world.clock.now());
  const id = Math.max(...world.products.map((product) => product.id)) + 3;
  const product: Product = { ...first, name: 'Towar nowy', nameEng: 'New product', ...patch, id, deleted: false, added: now, modified: now };
  world.products = [...world.products, product];
  world.emit({ kind: 'product', names: ['productCreated'], product });
  return id;
}

/** Out of the catalogue; from now on only the search among deleted ones gives it. */
export function deleteProduct(world: World, id: number): void {
  replace(world, { ...needProduct(world, id), deleted: true, modified: textOf(world.clock.now()) }, []);
}

/** Leaves no trace in any read. */
export function removeProduct(world: World, id: number): void {
  const product = needProduct(world, id);
  world.products = world.products.filter((one) => one !== product);
  world.emit({ kind: 'product', names: [], product });
}

export function damageProduct(world: World, id: number, kind: DamageKind | null): void {
  const { damage: _healed, ...whole } = needProduct(world, id);
  replace(world, kind === null ? whole : { ...whole, damage: kind }, []);
}
