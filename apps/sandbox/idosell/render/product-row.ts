/** A row of the product reads; names of fields by the official OpenAPI text (products/products/search). */
import { CATEGORIES, IDOSELL_CATEGORIES, type Product } from '../world/catalogue.js';
import { shopIds, type World } from '../world/world.js';
import { LANGS, menuEntry } from './menu-rows.js';
import { money, type Row } from './values.js';

/** `promotions`: prices of promotions were asked for (`showPromotionsPrices`). */
export type ProductView = { readonly version: number; readonly promotions: boolean };

export function productRow(world: World, product: Product, view: ProductView): Row {
  const category = CATEGORIES.find((item) => item.id === product.categoryId);
  const global = IDOSELL_CATEGORIES.find((item) => item.id === product.idosellCategory);
  const shops = shopIds(world.settings).filter((shopId) => shopId === 1 || !product.firstShopOnly);
  return spoiled(product, {
    productId: product.id,
    productDisplayedCode: product.code,
    productIsDeleted: product.deleted ? 'y' : 'n',
    productType: 'product_item',
    producerId: product.producer.length,
    producerName: product.producer,
    categoryId: product.categoryId,
    categoryName: category?.pol ?? '',
    categoryIdoSellId: product.idosellCategory,
    categoryIdoSellPath: global?.path ?? '',
    currencyId: 'PLN',
    productCurrenciesShops: shops.map((shopId) => ({ shopId, currencyId: currencyOf(shopId) })),
    productAddingTime: product.added,
    productModificationTime: product.modified,
    ...pricesOf(product, 1, view),
    productVat: product.vat,
    productIsVisible: product.visible ? 'y' : 'n',
    productInPersistent: 'n',
    shopsMask: shops.reduce((mask, shopId) => mask + 2 ** (shopId - 1), 0),
    productIcon: { productIconExists: 'y', productIconLargeUrl: `hpeciai/${String(product.id)}/icon.webp`, productIconSmallUrl: `hpeciai/${String(product.id)}/icon-s.webp` },
    productImages: product.id % 3 === 0 ? [] : [{ productImageId: 'i1', productImageLargeUrl: `/data/gfx/pictures/large/${String(product.id)}_1.jpg` }],
    productShops: shops.map((shopId) => ({ shopId })),
    productMenu: container(product, shops.flatMap((shopId) => product.menu.map((item) => menuEntry(item, shopId, view.version)))),
    productDescriptionsLangData: LANGS.map((langId) => ({ langId, productName: langId === 'pol' ? product.name : product.nameEng, productDescription: langId === 'pol' ? product.description : '', productLongDescription: '' })),
    productStocksData: stocksOf(product),
    productShopsAttributes: shops.map((shopId) => ({ shopId, ...pricesOf(product, shopId, view), currencyId: currencyOf(shopId) })),
    productSizes: product.sizes.map((sizeId) => ({ sizeId, sizePanelName: sizeId, productSizeCodeExternal: product.code === '' ? '' : `${product.code}-${sizeId}` })),
    productIndividualDescriptionsData: product.id % 10 === 0 ? [{ shopId: '1', langId: 'pol', productName: `${product.name} (tylko tu)`, productDescription: '', productLongDescription: '' }] : [],
    productIndividualUrlsData: product.id % 8 === 0 ? [{ shopId: '1', langId: 'pol', url: `wlasny-adres-${String(product.id)}.html` }] : [],
  });
}

const currencyOf = (shopId: number): string => (shopId === 3 ? 'EUR' : 'PLN');

/** Each shop may have prices of its own; the second is dearer, the third sells in another currency. */
function pricesOf(product: Product, shopId: number, { promotions }: ProductView): Row {
  const factor = shopId === 2 ? 1.1 : shopId === 3 ? 0.23 : 1;
  const amount = (grosze: number | null): number => (grosze === null ? 0 : money(grosze * factor));
  return { productRetailPrice: amount(product.price), ...(promotions ? { productPromoRetailPrice: amount(product.promo) } : {}), productStrikethroughRetailPrice: amount(product.strikethrough) };
}

function stocksOf({ quantity, sizes }: Product): Row {
  const bySize = sizes.map((sizeId, index) => ({ sizeId, sizePanelName: sizeId, productSizeQuantityOwnStock: 0, productSizeQuantityAllStocks: index === 0 ? quantity : 0 }));
  return { productSizesDispositions: { productSizesDispositionsInSales: bySize } };
}

/** PHP: the same array is a list, or an object when its keys have gaps. */
function container(product: Product, entries: readonly Row[]): unknown {
  return product.id % 4 === 0 && entries.length > 0 ? Object.fromEntries(entries.map((entry, index) => [String(index + 2), entry])) : entries;
}

function spoiled(product: Product, row: Row): Row {
  switch (product.damage) {
    default: return row;
    case 'bad-date': return { ...row, productModificationTime: 'wczoraj' };
    case 'bad-total': return { ...row, productRetailPrice: 'abc', productShopsAttributes: [] };
    case 'bad-type': return { ...row, productMenu: 'array', producerName: { unexpected: [1, 2] } };
    case 'no-id': return { ...row, productId: undefined };
  }
}

/** `returnElements` has names of its own; unknown ones give nothing. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  code: ['productDisplayedCode'], lang_data: ['productDescriptionsLangData'], menu: ['productMenu'], category_id: ['categoryId'], category_name: ['categoryName'], iaiCategoryId: ['categoryIdoSellId'],
  iaiCategoryPath: ['categoryIdoSellPath'], producer_id: ['producerId'], producer_name: ['producerName'], adding_time: ['productAddingTime'], modification_time: ['productModificationTime'], deleted: ['productIsDeleted'],
  currency: ['currencyId'], currency_shop: ['productCurrenciesShops'], retail_price: ['productRetailPrice', 'productPromoRetailPrice'], strikethrough_retail_price: ['productStrikethroughRetailPrice'], vat: ['productVat'],
  visible: ['productIsVisible'], persistent: ['productInPersistent'], shops_mask: ['shopsMask'], shops: ['productShops'], icon: ['productIcon'], pictures: ['productImages'], quantities: ['productStocksData'],
  shops_attributes: ['productShopsAttributes'], sizes: ['productSizes'], product_type: ['productType'], productIndividualDescriptionsData: ['productIndividualDescriptionsData'], productIndividualUrlsData: ['productIndividualUrlsData'],
};

export function chosenProduct(row: Row, wanted: readonly string[] | null): Row {
  if (wanted === null) return row;
  const names = new Set(['productId', ...wanted.flatMap((name) => ELEMENTS[name] ?? [])]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}
