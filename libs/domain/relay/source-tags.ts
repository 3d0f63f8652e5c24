import type { OrderRecord } from '../records.js';
import { fold } from '../text.js';
import { isOfShop } from './of-shop.js';
import type { Person } from './person.js';
import { isPresent } from './present.js';
import { SHOP_SOURCE } from './refuse-order.js';
import type { RouteOptions } from './route-options.js';

/** An account orders come from, as the platform names it. */
export type SourceAccount = { readonly type: string; readonly account: string; readonly name: string };

export type SourceTagContext = {
  /** Name of the platform that gathers the orders. */
  readonly platform: string;
  readonly accounts: readonly SourceAccount[];
};

/** Longest tag destinations keep whole. */
const TAG_MAX = 255;

/** Letters and digits without diacritics, in capitals, everything between them as one `_`. */
export function tagWord(text: string): string {
  return fold(text).toUpperCase().replaceAll(/[^\p{L}\p{N}]+/gu, '_').replaceAll(/^_|_$/gu, '');
}

function tagOf(platform: string, word: string): string[] {
  const name = tagWord(word);
  return name === '' ? [] : [`${tagWord(platform)}_${name}`.slice(0, TAG_MAX).replace(/_$/u, '')];
}

/** `shop` alone says nothing, and a type with several accounts does not say which: there the account is named as well. */
function ofOrder({ origin }: OrderRecord, { platform, accounts }: SourceTagContext): string[] {
  if (origin === undefined) return [];
  const ofType = accounts.filter(({ type }) => type === origin.type);
  const named = origin.type === SHOP_SOURCE || ofType.length > 1 ? ofType.filter(({ account }) => account === origin.account) : [];
  return [origin.type, ...named.map(({ name }) => name)].flatMap((word) => tagOf(platform, word));
}

/** Where the orders of a person came from, one tag a source. */
export function sourceTags(person: Person, options: RouteOptions, context: SourceTagContext): readonly string[] {
  if (!options.sourceTag) return [];
  const orders = person.orders.filter((seen) => isPresent(seen) && isOfShop(seen.record.shop, options.shop));
  return [...new Set(orders.flatMap(({ record }) => ofOrder(record, context)))];
}
