import { isRow, textOf, type Row } from '#libs/connectors/sdk/values.js';
import type { ShopChoice } from '../sdk/destination.js';
import { parsedObject } from './answer.js';
import type { SalesManagoClient } from './salesmanago.client.js';
import { unusable, type Call } from './salesmanago.errors.js';

const PATH = 'v3/product/catalogList';
/** Reason of a refused key (sheet section 5.2). */
const BAD_KEY = '10';

/** Reason codes of an error answer, which comes in two shapes (sheet section 5.2). */
function reasonsOf(body: Row | null): string[] {
  const problems: readonly unknown[] = Array.isArray(body?.['problems']) ? body['problems'] : [];
  return [body, ...problems].flatMap((entry) => (isRow(entry) ? [textOf(entry['reasonCode'])] : [])).filter((code) => code !== null);
}

/** One catalog; the vendor's library reads both spellings of id and name. Null: no events can point to it. */
function catalogOf(value: unknown): ShopChoice | null {
  if (!isRow(value)) return null;
  const location = textOf(value['location']);
  if (location === null) return null;
  const name = textOf(value['name']) ?? textOf(value['catalogName']) ?? textOf(value['id']) ?? textOf(value['catalogId']) ?? location;
  return { location, name, kind: 'catalog', currency: textOf(value['currency']), isDefault: value['setAsDefault'] === true };
}

/**
 * Product catalogs of the account; null without an API v3 key.
 * @throws Failure `configuration_invalid` with code `v3_key_rejected`: the account itself goes on without the list
 */
export async function readCatalogs(client: SalesManagoClient, signal: AbortSignal): Promise<readonly ShopChoice[] | null> {
  const { apiV3Key, v3Endpoint } = client.credentials;
  if (apiV3Key === undefined) return null;
  const call: Call = { path: PATH, effect: 'read', secrets: client.secrets, personal: () => [] };
  const response = await client.exchange({ method: 'GET', url: `${v3Endpoint}/${PATH}`, headers: { accept: 'application/json', 'API-KEY': apiV3Key }, signal }, call);
  const body = parsedObject(response);
  const { status } = response;
  const reasons = reasonsOf(body);
  if (status === 401 || status === 403 || reasons.includes(BAD_KEY)) throw unusable('v3_key_rejected', call, status, `reasons ${reasons.join(', ')}`);
  if (status >= 500) throw unusable('server_error', call, status, '');
  if (status >= 300 || body === null) throw unusable('not_the_api', call, status, `reasons ${reasons.join(', ')}`);
  if (!Array.isArray(body['catalogs'])) throw unusable('unexpected_shape', call, status, 'no list of catalogs');
  return body['catalogs'].map(catalogOf).filter((shop) => shop !== null);
}

/** Catalogs first; a location entered by hand that a catalog has is that catalog. */
export function shopChoices(catalogs: readonly ShopChoice[] | null, locations: readonly string[]): readonly ShopChoice[] {
  const known = new Map((catalogs ?? []).map((shop) => [shop.location, shop]));
  for (const location of locations) if (!known.has(location)) known.set(location, { location, name: location, kind: 'feed', currency: null, isDefault: false });
  return [...known.values()];
}
