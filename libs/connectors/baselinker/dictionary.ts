import type { DictionaryEntry } from '../sdk/connector.js';
import { idOf, isRow, textOf } from '../sdk/values.js';
import type { BaseLinkerClient } from './baselinker.client.js';
import { untrustworthy } from './baselinker.errors.js';

/** An account orders come from: `type` and `account` are those of `OrderOrigin`. */
export type Source = { readonly type: string; readonly account: string; readonly name: string };

/** By type, then by account (sheet section 6). PHP writes a map whose only key is 0 as a list; its places are the keys then. */
export async function readSources(client: BaseLinkerClient, signal: AbortSignal): Promise<readonly Source[]> {
  const { body } = await client.call('getOrderSources', {}, signal);
  const { sources } = body as { readonly sources?: unknown };
  // An empty map is a list in PHP.
  if (!isRow(sources)) {
    if (Array.isArray(sources) && sources.length === 0) return [];
    throw untrustworthy('unexpected_shape', 'getOrderSources');
  }
  return Object.entries(sources).flatMap(([type, accounts]) =>
    typeof accounts === 'object' && accounts !== null ? Object.entries(accounts).map(([account, name]) => ({ type, account, name: textOf(name) ?? type })) : [],
  );
}

/** Statuses are the seller's own (sheet section 6). */
export async function readStatuses(client: BaseLinkerClient, signal: AbortSignal): Promise<readonly DictionaryEntry[]> {
  const { rows } = await client.list('getOrderStatusList', 'statuses', {}, signal);
  return rows.flatMap((row): DictionaryEntry[] => {
    const code = isRow(row) ? idOf(row['id']) : null;
    const name = isRow(row) ? (textOf(row['name']) ?? textOf(row['name_for_customer'])) : null;
    return code === null || name === null ? [] : [{ kind: 'status', code, name, iso: null }];
  });
}

/** Names of statuses and of the accounts orders come from. */
export async function readDictionary(client: BaseLinkerClient, signal: AbortSignal): Promise<readonly DictionaryEntry[]> {
  const statuses = await readStatuses(client, signal);
  const sources = await readSources(client, signal);
  return [...statuses, ...sources.map(({ type, account, name }): DictionaryEntry => ({ kind: 'source', code: `${type}/${account}`, name, iso: null }))];
}
