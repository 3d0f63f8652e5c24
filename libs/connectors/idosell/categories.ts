import { cleanText } from '#libs/domain/text.js';
import { badField } from '../sdk/map-rows.js';
import { idOf, isRow, listOrMap, textOf, type Row } from '../sdk/values.js';

/**
 * Levels of `menuItemTextId` (sheet section 5.4). `menu/menu` takes another sign when it is asked for one; rows of products
 * have this one.
 */
const SEPARATOR = '\\';
const GLOBAL_SEPARATOR = ' > ';
/** Deeper than any shop goes; a category that is its own ancestor must not go round for ever. */
const DEEPEST = 20;

/** Names of one place in a shop, from the top level down. */
export type CategoryPath = readonly string[];

const tidy = (names: readonly string[]): string[] => names.map(cleanText).filter((name) => name !== null);

/** Only the separator parts names: they may hold "/" and ",". The last name is known by itself, so it may even hold the separator. */
function splitMenu(textId: string, name: string | null): CategoryPath {
  if (name === null || !name.includes(SEPARATOR)) return tidy(textId.split(SEPARATOR));
  if (textId === name) return [name];
  return textId.endsWith(SEPARATOR + name) ? [...tidy(textId.slice(0, -name.length).split(SEPARATOR)), name] : tidy(textId.split(SEPARATOR));
}

/** Places of a product in the menus of a shop, in one language; each once, sorted, because the platform promises no order. */
export function menuPaths(row: Row, shop: string, language: string): CategoryPath[] {
  const entries = listOrMap(row['productMenu']);
  if (entries === null) throw badField('productMenu_unreadable', 'productMenu');
  const found = new Map<string, CategoryPath>();
  for (const entry of entries) {
    if (!isRow(entry)) throw badField('productMenu_unreadable', 'productMenu');
    if (idOf(entry['shopId']) !== shop) continue;
    for (const text of listOrMap(entry['menuItemDescriptionsLangData']) ?? []) {
      const textId = isRow(text) && text['langId'] === language ? textOf(text['menuItemTextId']) : null;
      if (!isRow(text) || textId === null) continue;
      const path = splitMenu(textId, textOf(text['menuItemName']));
      if (path.length > 0) found.set(path.join('\n'), path);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/** The shop owner's own categories, which form one tree for the whole panel. */
export class CategoryTree {
  private readonly nodes = new Map<string, { readonly parent: string | null; readonly names: ReadonlyMap<string, string> }>();

  /** @param rows of `products/categories` */
  constructor(rows: readonly unknown[]) {
    for (const row of rows) {
      const id = isRow(row) ? idOf(row['id']) : null;
      if (!isRow(row) || id === null) continue;
      const names = (listOrMap(row['lang_data']) ?? []).flatMap((entry): [string, string][] => {
        const [language, name] = isRow(entry) ? [textOf(entry['lang_id']), textOf(entry['plural_name']) ?? textOf(entry['singular_name'])] : [null, null];
        return language === null || name === null ? [] : [[language, name]];
      });
      this.nodes.set(id, { parent: idOf(row['parent_id']), names: new Map(names) });
    }
  }

  /** Names down to a category; a name that is missing in the language is given in another one. Null for an unknown category. */
  pathTo(id: string, language: string): CategoryPath | null {
    const path: string[] = [];
    const met = new Set<string>();
    for (let at: string | null = id; at !== null && path.length < DEEPEST && !met.has(at); ) {
      met.add(at);
      const node = this.nodes.get(at);
      if (node === undefined) break;
      const name = node.names.get(language) ?? [...node.names.values()][0];
      if (name !== undefined) path.unshift(name);
      at = node.parent;
    }
    return path.length === 0 ? null : path;
  }
}

/** Where a product is that stands in no menu: its own category, else IdoSell's (sheet section 5.4). */
export function otherPaths(row: Row, tree: CategoryTree | null, language: string): CategoryPath[] {
  const id = idOf(row['categoryId']);
  const name = textOf(row['categoryName']);
  const own = id === null ? null : (tree?.pathTo(id, language) ?? (name === null ? null : [name]));
  if (own !== null) return [own];
  const global = tidy((textOf(row['categoryIdoSellPath']) ?? '').split(GLOBAL_SEPARATOR));
  return global.length === 0 ? [] : [global];
}
