/** Products with their three kinds of category, and the trees behind them. */
import { CATEGORIES, IDOSELL_CATEGORIES, MENU, type Node, type Product } from '../world/catalogue.js';
import { shopIds, type World } from '../world/world.js';
import { money, type Row } from './values.js';

const LANGS = ['pol', 'eng'] as const;

function pathOf(id: number, lang: 'pol' | 'eng'): string {
  const node = MENU.find((item) => item.id === id);
  if (node === undefined) return '';
  return node.parent === 0 ? node[lang] : `${pathOf(node.parent, lang)}\\${node[lang]}`;
}

export function productRow(world: World, product: Product, version: number): Row {
  const category = CATEGORIES.find((item) => item.id === product.categoryId);
  const global = IDOSELL_CATEGORIES.find((item) => item.id === product.idosellCategory);
  return {
    productId: product.id,
    productDisplayedCode: product.code,
    productType: 'product_item',
    producerName: product.producer,
    categoryId: product.categoryId,
    categoryName: category?.pol ?? '',
    categoryIdoSellId: product.idosellCategory,
    categoryIdoSellPath: global?.path ?? '',
    productAddingTime: product.added,
    productModificationTime: product.modified,
    productRetailPrice: money(product.price),
    productVat: product.vat,
    productMenu: shopIds(world.settings).flatMap((shopId) => product.menu.map((item) => menuEntry(item, shopId, version))),
    productDescriptionsLangData: LANGS.map((langId) => ({ langId, productName: product.name, productDescription: '' })),
    productSizes: product.sizes.map((sizeId) => ({ sizeId, sizePanelName: sizeId, productSizeCodeExternal: product.code === '' ? '' : `${product.code}-${sizeId}` })),
  };
}

function menuEntry(item: number, shopId: number, version: number): Row {
  const node = MENU.find((one) => one.id === item);
  return {
    menuItemId: version <= 5 ? item + shopId * 1000 : String(item + shopId * 1000),
    menuId: 1,
    shopId,
    menuItemDescriptionsLangData: LANGS.map((langId) => ({ langId, menuItemName: node?.[langId] ?? '', menuItemTextId: pathOf(item, langId) })),
  };
}

const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  code: ['productDisplayedCode'], lang_data: ['productDescriptionsLangData'], menu: ['productMenu'], category_id: ['categoryId'], category_name: ['categoryName'],
  iaiCategoryId: ['categoryIdoSellId'], iaiCategoryPath: ['categoryIdoSellPath'], producer_name: ['producerName'],
};

/** `returnElements` has names of its own; unknown ones give nothing. */
export function chosenProduct(row: Row, wanted: readonly string[] | null): Row {
  if (wanted === null) return row;
  const names = new Set(['productId', ...wanted.flatMap((name) => ELEMENTS[name] ?? [])]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}

/** Names as a map by language number; `[]` when there is none. */
export function categoryRow(node: Node): Row {
  return {
    id: node.id, parent_id: node.parent, operation: 'edit', priority: 1,
    lang_data: node.eng === '' ? [{ lang_id: 'pol', singular_name: node.pol, plural_name: node.pol }] : { 1: { lang_id: 'pol', singular_name: node.pol, plural_name: node.pol }, 2: { lang_id: 'eng', singular_name: node.eng, plural_name: node.eng } },
  };
}

export function menuNodes(shopId: number): readonly Row[] {
  return MENU.map((node) => ({
    shop_id: shopId, menu_id: 1, item_id: node.id + shopId * 1000, parent_id: node.parent === 0 ? '' : node.parent + shopId * 1000, textid_separator: '\\',
    lang_data: LANGS.map((lang_id) => ({ lang_id, name: node[lang_id], item_textid: pathOf(node.id, lang_id) })),
  }));
}
