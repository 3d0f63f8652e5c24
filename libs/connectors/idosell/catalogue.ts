import type { ListShape } from './answer.js';
import { CategoryTree } from './categories.js';
import type { IdoSellClient } from './idosell.client.js';
import { untrustworthy } from './idosell.errors.js';
import { readShops, type PanelShop } from './shops.js';

const CATEGORIES_PATH = 'products/categories';
/** Fault 2 means "blocked" here (sheet section 3), but also that there are no categories; of a blocked shop every other call tells. */
const SHAPE: ListShape = { member: 'categories', paging: 'snake', emptyFault: true };
const PAGE = 100;
/** More categories than any shop has. */
const MOST_PAGES = 200;

/** Own categories of the panel. One missed while it moves leaves products with its bare name. */
async function readTree(client: IdoSellClient, signal: AbortSignal): Promise<CategoryTree> {
  const rows: unknown[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.list(CATEGORIES_PATH, SHAPE, { results_page: page, results_limit: PAGE }, signal);
    rows.push(...answer.rows);
    if (answer.rows.length === 0 || rows.length >= answer.total) break;
  }
  return new CategoryTree(rows);
}

/** What pages of products need beside their rows, read when it is first needed and kept while the account is open: some seconds. */
export class Catalogue {
  private known: { shops?: readonly PanelShop[]; tree?: CategoryTree } = {};

  constructor(private readonly client: IdoSellClient) {}

  /** Shops with their languages and domains. @throws Failure also when there are none: no panel is without */
  async shops(signal: AbortSignal): Promise<readonly PanelShop[]> {
    const shops = this.known.shops ?? (await readShops(this.client, signal));
    if (shops.length === 0) throw untrustworthy('unexpected_shape', 'shops/languages');
    this.known.shops = shops;
    return shops;
  }

  async tree(signal: AbortSignal): Promise<CategoryTree> {
    this.known.tree ??= await readTree(this.client, signal);
    return this.known.tree;
  }
}
