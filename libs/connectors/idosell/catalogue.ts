import type { ListShape } from './answer.js';
import { CategoryTree } from './categories.js';
import type { IdoSellClient } from './idosell.client.js';
import { untrustworthy } from './idosell.errors.js';
import { Memory } from './panel-state.js';
import { readShops, type PanelShop } from './shops.js';

/** Shops and categories change rarely; pages of products need them all the time. */
const FRESH_MS = 3_600_000;
const CATEGORIES_PATH = 'products/categories';
/** Fault 2 means "blocked" here (sheet section 3), but also that there are no categories; of a blocked shop every other call tells. */
const SHAPE: ListShape = { member: 'categories', paging: 'snake', emptyFault: true };
const PAGE = 100;
/** More categories than any shop has. */
const MOST_PAGES = 200;

type Kept<T> = { readonly readMs: number; readonly value: T };

/** What products of one panel need beside their rows; nothing here is about a person. */
class Known {
  shops: Kept<readonly PanelShop[]> | null = null;
  tree: Kept<CategoryTree> | null = null;
}

const panels = new Memory(() => new Known());

const isFresh = <T>(kept: Kept<T> | null, nowMs: number): kept is Kept<T> => kept !== null && Math.abs(nowMs - kept.readMs) < FRESH_MS;

/** Shops with their languages and domains, read at most once an hour. @throws Failure also when there are none: no panel is without */
export async function knownShops(client: IdoSellClient, nowMs: number, signal: AbortSignal): Promise<readonly PanelShop[]> {
  const known = panels.of(client.address);
  if (isFresh(known.shops, nowMs)) return known.shops.value;
  const value = await readShops(client, signal);
  if (value.length === 0) throw untrustworthy('unexpected_shape', 'shops/languages');
  known.shops = { readMs: nowMs, value };
  return value;
}

/** Own categories of the panel, read at most once an hour. A category missed while it moves leaves products with its bare name. */
export async function knownTree(client: IdoSellClient, nowMs: number, signal: AbortSignal): Promise<CategoryTree> {
  const known = panels.of(client.address);
  if (isFresh(known.tree, nowMs)) return known.tree.value;
  const rows: unknown[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.list(CATEGORIES_PATH, SHAPE, { results_page: page, results_limit: PAGE }, signal);
    rows.push(...answer.rows);
    if (answer.rows.length === 0 || rows.length >= answer.total) break;
  }
  const value = new CategoryTree(rows);
  known.tree = { readMs: nowMs, value };
  return value;
}
