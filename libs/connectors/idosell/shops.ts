import { idOf, isRow, textOf, type Row } from '../sdk/values.js';
import type { ListShape } from './answer.js';
import type { IdoSellClient } from './idosell.client.js';

const PATH = 'shops/languages';
/** Fault 2 means "blocked" here, not "empty" (sheet section 3). */
const SHAPE: ListShape = { member: 'shops', paging: 'camel', emptyFault: false };

export type PanelLanguage = { readonly id: string; readonly name: string; readonly iso: string | null; /** Whether the shop shows it. */ readonly enabled: boolean; readonly isDefault: boolean };
/** `name` is the shop's domain. */
export type PanelShop = { readonly id: string; readonly name: string; readonly languages: readonly PanelLanguage[] };

function languageOf(row: Row): PanelLanguage | null {
  const id = textOf(row['id']);
  return id === null ? null : { id, name: textOf(row['name']) ?? id, iso: textOf(row['isoCode']), enabled: row['enabled'] !== false, isDefault: row['isDefault'] === true };
}

/** Shops of the panel with their languages. @throws Failure `permission_missing` without the right to SYSTEM */
export async function readShops(client: IdoSellClient, signal: AbortSignal): Promise<PanelShop[]> {
  const { rows } = await client.list(PATH, SHAPE, {}, signal);
  return rows.flatMap((row): PanelShop[] => {
    const id = isRow(row) ? idOf(row['shopId']) : null;
    if (!isRow(row) || id === null) return [];
    const languages = Array.isArray(row['languages']) ? row['languages'].filter(isRow).flatMap((language) => languageOf(language) ?? []) : [];
    return [{ id, name: textOf(row['shopName']) ?? id, languages }];
  });
}
