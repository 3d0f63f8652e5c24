import { XMLParser } from 'fast-xml-parser';
import type { HttpResponse } from '#libs/http/http-client.js';
import { isRow, textOf } from '../sdk/values.js';

/** The seven rights of the guide, all of them GET. */
export const RIGHTS = ['addresses', 'countries', 'currencies', 'customers', 'orders', 'shops', 'order_states'] as const;
export type Right = (typeof RIGHTS)[number];

export type RootListing = {
  readonly shopName: string | null;
  /** Resources the key may GET. */
  readonly readable: ReadonlySet<string>;
  /** Resources with any right; others are not listed. */
  readonly listed: ReadonlySet<string>;
  /** PHP notices were printed in front of the XML. */
  readonly noisy: boolean;
};

const PARSER = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, processEntities: false });

/**
 * The root listing, read as XML because its JSON form has no methods in 1.6 and dies in 8 and 9 (sheet section 1).
 * Null when the answer is no such listing.
 */
export function readRoot(response: HttpResponse): RootListing | null {
  const text = response.body.toString('utf8');
  const start = text.search(/<\?xml|<prestashop\b/u);
  if (start < 0) return null;
  let parsed: unknown;
  try {
    parsed = PARSER.parse(text.slice(start));
  } catch {
    return null;
  }
  const shop = isRow(parsed) ? parsed['prestashop'] : undefined;
  const api = isRow(shop) ? shop['api'] : undefined;
  if (!isRow(api)) return null;
  const resources = Object.entries(api).filter(([name]) => !name.startsWith('@'));
  return {
    shopName: textOf(api['@shopName']),
    readable: new Set(resources.filter(([, value]) => isRow(value) && value['@get'] === 'true').map(([name]) => name)),
    listed: new Set(resources.map(([name]) => name)),
    noisy: text.slice(0, start).replace('\uFEFF', '').trim() !== '',
  };
}
