import type { MoneyText, ProductOffer } from '#libs/domain/records.js';
import { fold } from '#libs/domain/text.js';
import { moneyField, textField } from '../sdk/fields.js';
import { badField } from '../sdk/map-rows.js';
import { idOf, isRow, listOrMap, textOf, type Row } from '../sdk/values.js';
import { menuPaths, otherPaths, type CategoryTree } from './categories.js';
import { inner } from './fields.js';
import { productLink } from './links.js';
import type { PanelLanguage, PanelShop } from './shops.js';

/** What is known beside the row of a product. */
export type ProductMapping = {
  /** The one shop this integration is about; null: all shops of the panel. */
  readonly shop: string | null;
  readonly shops: readonly PanelShop[];
  /** Null while nobody needed it: every product of the page stands in the menus. */
  readonly tree: CategoryTree | null;
  /** Template of a product's page. */
  readonly link: string;
  /** Address of the panel, for shops whose own is not known. */
  readonly origin: string;
};

/** Longer texts would make a file of offers nobody can load. */
const MOST_TEXT = 20_000;
const MOST_SLUG = 80;
const HOST = /^[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?$/iu;
/** Not counted: as many as anybody wants (sheet section 8.1). */
const UNCOUNTED = -1;

export const originOf = (shop: PanelShop, { origin }: ProductMapping): string => (HOST.test(shop.name) ? `https://${shop.name}` : origin);

/** Rows of a list that PHP may have written as a map. @throws RowProblem */
export function entriesOf(row: Row, field: string): readonly Row[] {
  const entries = listOrMap(row[field]);
  if (entries === null || !entries.every(isRow)) throw badField(`${field}_unreadable`, field);
  return entries;
}

/** Shops that sell the product. */
export function shopsOf(row: Row, { shop, shops }: ProductMapping): PanelShop[] {
  const named = entriesOf(row, 'productShops').flatMap((entry) => idOf(entry['shopId']) ?? []);
  const mask = Number(textOf(row['shopsMask']) ?? '0');
  const isIn = ({ id }: PanelShop): boolean => (named.length > 0 ? named.includes(id) : !(mask > 0) || Math.floor(mask / 2 ** (Number(id) - 1)) % 2 === 1);
  return shops.filter((one) => (shop === null || one.id === shop) && isIn(one));
}

const ofShop = (entries: readonly Row[], shop: string): Row => entries.find((entry) => idOf(entry['shopId']) === shop) ?? {};
const ofLanguage = (entries: readonly Row[], language: string): Row => entries.find((entry) => entry['langId'] === language) ?? {};

type Prices = { readonly price: MoneyText | null; readonly oldPrice: MoneyText | null; readonly currency: string | null };

/** A price of 0 is how the panel writes that there is none. */
function amountOf(row: Row, field: string): MoneyText | null {
  const amount = moneyField(row, field);
  return amount === null || Number(amount) <= 0 ? null : amount;
}

/** Prices of one shop and those of the panel are never mixed: they may be in two currencies. */
function pricesOf(row: Row, shop: string): Prices {
  const own = ofShop(entriesOf(row, 'productShopsAttributes'), shop);
  const source = amountOf(own, 'productRetailPrice') === null ? row : own;
  const [regular, promotion, struck] = [amountOf(source, 'productRetailPrice'), amountOf(source, 'productPromoRetailPrice'), amountOf(source, 'productStrikethroughRetailPrice')];
  const isReduced = promotion !== null && (regular === null || Number(promotion) < Number(regular));
  const price = isReduced ? promotion : regular;
  const before = struck ?? (isReduced ? regular : null);
  const ofShops = textField(ofShop(entriesOf(row, 'productCurrenciesShops'), shop), 'currencyId');
  const currency = source === own ? (textField(own, 'currencyId') ?? ofShops) : (textField(row, 'currencyId') ?? ofShops);
  return { price, oldPrice: price !== null && before !== null && Number(before) > Number(price) ? before : null, currency };
}

/** Null where stocks are not told. */
export function availabilityOf(row: Row): boolean | null {
  if (row['productIsVisible'] === 'n') return false;
  const sizes = entriesOf(inner(inner(row, 'productStocksData'), 'productSizesDispositions'), 'productSizesDispositionsInSales');
  const amounts = sizes.map((size) => Number(textOf(size['productSizeQuantityAllStocks']) ?? Number.NaN)).filter((amount) => !Number.isNaN(amount));
  return amounts.length === 0 ? null : amounts.some((amount) => amount > 0 || amount === UNCOUNTED);
}

function descriptionOf(texts: readonly Row[]): string | null {
  for (const field of ['productDescription', 'productLongDescription']) {
    for (const text of texts) {
      const found = textField(text, field);
      // Cut behind a tag, never inside one.
      if (found !== null) return found.length <= MOST_TEXT ? found : found.slice(0, MOST_TEXT).replace(/<[^>]*$/u, '').trimEnd();
    }
  }
  return null;
}

/** The name as shops write it into addresses. */
export const slugOf = (name: string): string => fold(name).replaceAll(/[^a-z0-9]+/gu, '-').replaceAll(/^-+|-+$/gu, '').slice(0, MOST_SLUG).replace(/-+$/u, '') || 'p';

/** An address of its own, as the shop owner gave it, else one by the template (sheet section 7). */
function urlOf(row: Row, own: Row, page: { readonly shop: PanelShop; readonly language: PanelLanguage; readonly name: string }, mapping: ProductMapping): string | null {
  const origin = originOf(page.shop, mapping);
  const given = textField(own, 'url');
  if (given !== null && URL.canParse(given, `${origin}/`)) return new URL(given, `${origin}/`).href;
  const { iso } = page.language;
  return iso === null ? null : productLink(mapping.link, { shop: origin, language: iso.toLowerCase(), slug: slugOf(page.name), id: idOf(row['productId']) ?? '' });
}

function offerOf(row: Row, shop: PanelShop, language: PanelLanguage, mapping: ProductMapping): ProductOffer[] {
  const ownFor = (field: string): Row => ofLanguage(entriesOf(row, field).filter((entry) => idOf(entry['shopId']) === shop.id), language.id);
  const texts = [ownFor('productIndividualDescriptionsData'), ofLanguage(entriesOf(row, 'productDescriptionsLangData'), language.id)];
  const [name] = texts.map((text) => textField(text, 'productName')).filter((text) => text !== null);
  // Without a name the shop does not show it in this language.
  if (name === undefined) return [];
  const paths = menuPaths(row, shop.id, language.id);
  return [{
    shop: shop.id, language: language.id, name, description: descriptionOf(texts), url: urlOf(row, ownFor('productIndividualUrlsData'), { shop, language, name }, mapping),
    ...pricesOf(row, shop.id), available: availabilityOf(row), categoryPaths: paths.length > 0 ? paths : otherPaths(row, mapping.tree, language.id),
  }];
}

const byShop = (a: ProductOffer, b: ProductOffer): number => Number(a.shop) - Number(b.shop) || ((a.language ?? '') < (b.language ?? '') ? -1 : 1);

/** What each shop shows, in each of its languages. */
export function offersOf(row: Row, mapping: ProductMapping): ProductOffer[] {
  return shopsOf(row, mapping).flatMap((shop) => shop.languages.filter(({ enabled }) => enabled).flatMap((language) => offerOf(row, shop, language, mapping))).sort(byShop);
}
