import type { DictionaryEntry } from '../sdk/connector.js';
import { flagOf, idOf, isRow, textOf, type Row } from '../sdk/values.js';
import type { Answer, ListQuery, PrestaShopClient } from './prestashop.client.js';

/** What a state means, whatever the merchant calls it (sheet section 9). */
const STATE_FLAGS = ['paid', 'shipped', 'delivery', 'logable', 'invoice', 'deleted'] as const;

/**
 * A text that is one string in a shop with one language and a list `[{ id, value }]` in others: the wanted language, else
 * the lowest one that has a text.
 */
export function localizedOf(value: unknown, language: number | undefined): string | null {
  if (!Array.isArray(value)) return textOf(value);
  const texts = value.filter(isRow).map((entry) => ({ id: Number(idOf(entry['id']) ?? 0), text: textOf(entry['value']) }));
  const filled = texts.filter((entry) => entry.text !== null).sort((a, b) => a.id - b.id);
  return (filled.find((entry) => entry.id === language) ?? filled[0])?.text ?? null;
}

type Make = (row: Row, code: string) => Omit<DictionaryEntry, 'kind' | 'code'>;

function entries(kind: DictionaryEntry['kind'], answer: Answer | null, make: Make): DictionaryEntry[] {
  return (answer?.rows ?? []).flatMap((row) => {
    const code = isRow(row) ? idOf(row['id']) : null;
    return code === null || !isRow(row) ? [] : [{ kind, code, ...make(row, code) }];
  });
}

/** A language that was removed from the shop must not stop the sync: names then come in the shop's other languages. */
async function named(client: PrestaShopClient, query: ListQuery): Promise<Answer> {
  if (query.language === undefined) return client.list(query);
  const { language: _language, ...anyLanguage } = query;
  return (await client.listIfAllowed(query)) ?? client.list(anyLanguage);
}

/** Names of what records hold as numbers. */
export async function readDictionary(client: PrestaShopClient, language: number | undefined, signal: AbortSignal): Promise<readonly DictionaryEntry[]> {
  const sort = 'id_ASC';
  const states = await named(client, { resource: 'order_states', fields: ['id', 'name', ...STATE_FLAGS], sort, language, signal });
  const countries = await named(client, { resource: 'countries', fields: ['id', 'iso_code', 'name'], sort, language, signal });
  const currencies = await named(client, { resource: 'currencies', fields: ['id', 'iso_code', 'name'], sort, language, signal });
  const shops = await client.list({ resource: 'shops', fields: ['id', 'name'], sort, signal });
  const languages = await client.listIfAllowed({ resource: 'languages', fields: ['id', 'name', 'iso_code'], sort, signal });
  const nameOf = (row: Row, code: string): string => localizedOf(row['name'], language) ?? textOf(row['iso_code']) ?? code;
  const withIso: Make = (row, code) => ({ name: nameOf(row, code), iso: textOf(row['iso_code']) });
  return [
    ...entries('status', states, (row, code) => ({ name: nameOf(row, code), iso: null, flags: Object.fromEntries(STATE_FLAGS.map((flag) => [flag, flagOf(row[flag]) === true])) })),
    ...entries('country', countries, withIso),
    ...entries('currency', currencies, withIso),
    ...entries('shop', shops, (row, code) => ({ name: nameOf(row, code), iso: null })),
    ...entries('language', languages, withIso),
  ];
}
