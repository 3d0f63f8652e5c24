import type { DictionaryEntry } from '../sdk/connector.js';
import { idOf, isRow, textOf } from '../sdk/values.js';
import type { ListShape } from './answer.js';
import type { IdoSellClient } from './idosell.client.js';
import { readShops } from './shops.js';
import { STATUS_NAMES, statusDetailKey } from './statuses.js';

const STATUSES: ListShape = { member: 'statuses', paging: 'camel', emptyFault: true };

/** Names of statuses (the platform's codes and the panel's own), shops and languages. */
export async function readDictionary(client: IdoSellClient, signal: AbortSignal): Promise<readonly DictionaryEntry[]> {
  const own = await client.list('orders/statuses', STATUSES, {}, signal);
  const shops = await readShops(client, signal);
  const details = own.rows.flatMap((row): DictionaryEntry[] => {
    const id = isRow(row) ? idOf(row['id']) : null;
    const name = isRow(row) ? textOf(row['panelName']) : null;
    return id === null || name === null ? [] : [{ kind: 'status', code: statusDetailKey(id), name, iso: null }];
  });
  const languages = new Map(shops.flatMap((shop) => shop.languages.map((language) => [language.id, language])));
  return [
    ...STATUS_NAMES,
    ...details,
    ...shops.map(({ id, name }): DictionaryEntry => ({ kind: 'shop', code: id, name, iso: null })),
    ...[...languages.values()].map(({ id, name, iso }): DictionaryEntry => ({ kind: 'language', code: id, name, iso })),
  ];
}
