import Big from 'big.js';
import type { OrderLine } from '../records.js';
import { cleanText } from '../text.js';
import type { DetailValues } from './details.js';
import { offersFor } from './offers.js';
import { decimal, quantityText, twoPlaces } from './order-value.js';
import type { ProductLookup } from './person.js';
import type { ProductIdKind, RouteOptions } from './route-options.js';

/** A good in an order or a cart. */
export type SoldLine = Pick<OrderLine, 'productId' | 'variantId' | 'sku' | 'name' | 'quantity' | 'unitGross'>;

const ID_OF: Readonly<Record<ProductIdKind, (line: SoldLine) => string | null>> = {
  product: ({ productId }) => productId,
  variant: ({ productId, variantId }) => variantId ?? productId,
  sku: ({ sku }) => sku,
};

/** Ids as the offer feed has them, each once, in the order of the lines. A good without such an id has none: one of another kind would be another good's. */
export function productIds(lines: readonly SoldLine[], kind: ProductIdKind): readonly string[] {
  return [...new Set(lines.flatMap((line) => ID_OF[kind](line) ?? []))];
}

/** As bought; where the route names a language and the shop has the product in it, by that name. */
function nameOf(line: SoldLine, products: ProductLookup, options: RouteOptions): string {
  const product = line.productId === null || options.language === null ? null : products(line.productId);
  const offer = product === null ? undefined : offersFor(product, options)[0];
  const name = offer?.language === options.language && offer.name !== '' ? offer.name : line.name;
  return cleanText(name) ?? '';
}

/** Texts in the order of the lines; the separator is kept out of them, so that place n is always line n. Null when all are empty. */
function listed(texts: readonly string[]): string | null {
  return texts.every((text) => text === '') ? null : texts.map((text) => text.replaceAll(';', ',')).join('; ');
}

/** An amount; in another currency than the event's value it carries its code, so that nobody adds it up. */
export function amount(value: string | null, foreign: string | null): string | null {
  const number = decimal(value);
  if (number === null) return null;
  return foreign === null ? twoPlaces(number) : `${twoPlaces(number)} ${foreign}`;
}

function slashed(texts: readonly string[]): string | null {
  return texts.every((text) => text === '') ? null : texts.join('/');
}

/** What the lines tell. `foreign`: their currency where it is not the value's. */
export function lineDetails(lines: readonly SoldLine[], foreign: string | null, products: ProductLookup, options: RouteOptions): DetailValues {
  const quantities = lines.flatMap(({ quantity }) => decimal(quantity) ?? []);
  return {
    names: listed(lines.map((line) => nameOf(line, products, options))),
    quantities: slashed(lines.map(({ quantity }) => quantityText(quantity))),
    unitPrices: slashed(lines.map(({ unitGross }) => amount(unitGross, foreign) ?? '')),
    skus: listed(lines.map(({ sku }) => sku ?? '')),
    variants: listed(lines.map(({ variantId }) => variantId ?? '')),
    pieces: quantities.length === 0 ? null : quantities.reduce((sum, quantity) => sum.plus(quantity), new Big(0)).toFixed(),
  };
}
