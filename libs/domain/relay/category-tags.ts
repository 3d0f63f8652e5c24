import type { OrderStage } from '../order-stage.js';
import type { OrderRecord, ProductRecord } from '../records.js';
import { offersFor } from './offers.js';
import { isOfShop } from './of-shop.js';
import type { Person, ProductLookup } from './person.js';
import { isPresent } from './present.js';
import type { RouteOptions } from './route-options.js';

/** Names from the top level down, one entry a place in the shop's categories. */
export type CategoryPaths = readonly (readonly string[])[];

export type CategoryContext = {
  readonly products: ProductLookup;
  readonly stageOf: (order: OrderRecord) => OrderStage;
  /** Where a product's places come from another source than its offers. */
  readonly categoriesOf?: (product: ProductRecord) => CategoryPaths;
};

/** Bought, as far as tags are concerned: what was cancelled, not finished, or lives on in another order, says nothing about interests. */
function isBought(order: OrderRecord, stage: OrderStage): boolean {
  return order.merged !== true && stage !== 'cancelled' && stage !== 'dropped' && stage !== 'unconfirmed';
}

/**
 * Names of the categories of everything a person has bought in the route's shop: one for each level of each path. A name is one
 * name, whatever stands in it ("Dom / Ogród" is not split); blanks around it are dropped.
 */
export function categoryNames(person: Person, options: RouteOptions, { products, stageOf, categoriesOf }: CategoryContext): readonly string[] {
  const orders = person.orders.filter((seen) => isPresent(seen) && isOfShop(seen.record.shop, options.shop) && isBought(seen.record, stageOf(seen.record)));
  const ids = new Set(orders.flatMap(({ record }) => record.lines.flatMap(({ productId }) => productId ?? [])));
  const pathsOf = (product: ProductRecord): CategoryPaths =>
    categoriesOf?.(product) ?? offersFor(product, options).find((offer) => offer.categoryPaths.length > 0)?.categoryPaths ?? [];
  return [...ids].flatMap((id) => {
    const product = products(id);
    return product === null ? [] : pathsOf(product).flatMap((path) => path.map((name) => name.trim()));
  });
}
