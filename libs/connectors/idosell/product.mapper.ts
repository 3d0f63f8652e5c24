import type { ProductRecord } from '#libs/domain/records.js';
import { textField } from '../sdk/fields.js';
import type { Mapped } from '../sdk/map-rows.js';
import { versionMomentOf } from '../sdk/moments.js';
import { idOf, type Row } from '../sdk/values.js';
import { inner, localMoment, refuseFaulty, yesNo } from './fields.js';
import { ZONE } from './idosell.schema.js';
import { menuPaths } from './categories.js';
import { entriesOf, offersOf, originOf, shopsOf, type ProductMapping } from './product-offers.js';

/** Raise when the same row gives another record. */
export const PRODUCT_MAPPER = 1;

export const productIdOf = (row: Row): string | null => idOf(row['productId']);

/** The first photo, else the icon; addresses of media are relative to the shop (sheet section 7). */
function imageOf(row: Row, origin: string): string | null {
  const [photo] = entriesOf(row, 'productImages').map((image) => textField(image, 'productImageLargeUrl')).filter((url) => url !== null);
  const icon = inner(row, 'productIcon');
  const found = photo ?? (icon['productIconExists'] === 'n' ? null : textField(icon, 'productIconLargeUrl'));
  return found !== null && URL.canParse(found, `${origin}/`) ? new URL(found, `${origin}/`).href : null;
}

/** True when a shop that sells the product has it in none of its menus, so that categories have to be known. */
export function needsTree(row: Row, mapping: ProductMapping): boolean {
  return shopsOf(row, mapping).some((shop) => shop.languages.some((language) => language.enabled && menuPaths(row, shop.id, language.id).length === 0));
}

/** A row of `products/products/search`; its number is the one lines of orders carry. */
export function mapProduct(row: Row, mapping: ProductMapping): Mapped {
  refuseFaulty(row);
  const shops = shopsOf(row, mapping);
  if (mapping.shop !== null && shops.length === 0) return { excluded: 'other_shop' };
  const [first] = shops;
  const deleted = yesNo(row, 'productIsDeleted');
  const record: ProductRecord = {
    kind: 'product',
    externalId: productIdOf(row) ?? '',
    shop: mapping.shop ?? (shops.length === 1 ? (first?.id ?? null) : null),
    zone: ZONE,
    createdAt: localMoment(row, 'productAddingTime'),
    updatedAt: versionMomentOf(row['productModificationTime'], 'productModificationTime', ZONE),
    sku: textField(row, 'productDisplayedCode'),
    brand: textField(row, 'producerName'),
    imageUrl: imageOf(row, first === undefined ? mapping.origin : originOf(first, mapping)),
    deleted,
    offers: offersOf(row, mapping).map((offer) => (deleted ? { ...offer, available: false } : offer)),
  };
  return record;
}
