/** Which shops a request sees. */
import { REFUSALS, RedirectToFront } from './errors.js';
import type { Row } from './data/row.js';
import type { ResourceName } from './fields.js';
import type { Parameters } from './query/parameters.js';
import type { RowTest } from './query/select.js';
import type { Shop } from './world/shop.js';

export type ShopContext = { /** Shop that owns the address or was asked for. */ readonly shop: number; readonly shops: readonly number[] };

const shopIds = (shop: Shop): number[] => shop.tables.shops.rows.filter((row) => row.cells['active'] === 1).map((row) => row.id);

/** The first thing PHP does: find the shop of the request. @throws RedirectToFront for an unknown or inactive shop */
export function findShop(shop: Shop, urlShop: number, parameters: Parameters): number {
  const asked = parameters.plain.get('id_shop');
  if (asked === undefined || asked === '') return urlShop;
  if (!/^\d+$/.test(asked)) {
    if (asked === 'all' && !shop.profile.knowsAllShops) throw new RedirectToFront('id_shop=all');
    return urlShop;
  }
  if (!shopIds(shop).includes(Number(asked))) throw new RedirectToFront('unknown shop');
  return Number(asked);
}

/** @throws Refusal 500/999 group without shops, 404/999 shop id not understood */
export function contextOf(shop: Shop, found: number, parameters: Parameters): ShopContext {
  const group = (shop.profile.level >= 17 ? parameters.plain.get('id_shop_group') : undefined) ?? parameters.plain.get('id_group_shop');
  if (group !== undefined && /^\d+$/.test(group)) {
    if (group !== '1') throw REFUSALS.emptyGroup();
    return { shop: found, shops: shopIds(shop) };
  }
  const asked = parameters.plain.get('id_shop');
  if (asked === 'all') return { shop: found, shops: shopIds(shop) };
  if (asked !== undefined && !/^\d+$/.test(asked)) throw REFUSALS.unknownShop();
  return { shop: found, shops: [found] };
}

/** Which rows a list shows in this context; null = all. */
export function contextTest(shop: Shop, resource: ResourceName, { shops }: ShopContext): RowTest | null {
  if (shop.settings.shops === 1) return null;
  if (resource === 'customers' || resource === 'orders') {
    if (resource === 'customers' ? shop.settings.shareCustomers : shop.settings.shareOrders) return null;
    return (row) => shops.includes(Number(row.cells['id_shop']));
  }
  if (resource === 'countries' || resource === 'currencies' || resource === 'languages') return (row) => belongs(row, shops);
  return null;
}

/** Single entities: only resources associated per shop are checked. @throws Refusal 404/131 */
export function checkEntityShop(row: Row, className: string, { shops }: ShopContext): void {
  if (!belongs(row, shops)) throw REFUSALS.otherShop(className, row.id);
}

function belongs(row: Row, shops: readonly number[]): boolean {
  return row.shops === undefined || row.shops.some((id) => shops.includes(id));
}
