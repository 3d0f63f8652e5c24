/** The trees behind products: the menu of each shop, and own categories. */
import { MENU, type Node } from '../world/catalogue.js';
import type { Row } from './values.js';

export const LANGS = ['pol', 'eng'] as const;

/** The default of `menu/menu`; product rows have no other. */
const SEPARATOR = '\\';

function pathOf(id: number, lang: 'pol' | 'eng', separator: string = SEPARATOR): string {
  const node = MENU.find((item) => item.id === id);
  if (node === undefined) return '';
  return node.parent === 0 ? node[lang] : `${pathOf(node.parent, lang, separator)}${separator}${node[lang]}`;
}

export function menuEntry(item: number, shopId: number, version: number): Row {
  const node = MENU.find((one) => one.id === item);
  return {
    menuItemId: version <= 5 ? item + shopId * 1000 : String(item + shopId * 1000),
    menuId: 1,
    shopId,
    menuItemDescriptionsLangData: LANGS.map((langId) => ({ langId, menuItemName: node?.[langId] ?? '', menuItemTextId: pathOf(item, langId) })),
  };
}

/** Names as a map by language number; `[]` when there is none. */
export function categoryRow(node: Node): Row {
  return {
    id: node.id, parent_id: node.parent, operation: 'edit', priority: 1,
    lang_data: node.eng === '' ? [{ lang_id: 'pol', singular_name: node.pol, plural_name: node.pol }] : { 1: { lang_id: 'pol', singular_name: node.pol, plural_name: node.pol }, 2: { lang_id: 'eng', singular_name: node.eng, plural_name: node.eng } },
  };
}

/** @param separator as asked for (`textid_separator`); null = the default */
export function menuNodes(shopId: number, separator: string | null = null): readonly Row[] {
  const sign = separator ?? SEPARATOR;
  return MENU.map((node) => ({
    shop_id: shopId, menu_id: 1, item_id: node.id + shopId * 1000, parent_id: node.parent === 0 ? '' : node.parent + shopId * 1000, textid_separator: sign,
    lang_data: LANGS.map((lang_id) => ({ lang_id, name: node[lang_id], item_textid: pathOf(node.id, lang_id, sign) })),
  }));
}
