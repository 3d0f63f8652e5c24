/** `product/upsert` (sheet section 5.2). */
import { rowOf, rowsOf, textOf, textsOf, type Row } from '../values.js';
import type { World } from '../world/world.js';
import { optionalOf, Problem, requiredText, within } from './problem.js';

const MOST = 100;
const REQUIRED = ['productId', 'name'];
const NUMBERS = ['price', 'discountPrice', 'unitPrice', 'quantity'];
const BOOLEANS = ['available', 'active'];
/** The vendor's tests; nothing is said of a longer description but that code 12 trims. */
const DESCRIPTION = 1024;

/** All products or none. @throws Problem */
export function productUpsert(world: World, body: Row): Row {
  const catalogId = requiredText(body['catalogId'], 'catalogId');
  if (!world.catalogs.has(catalogId)) throw new Problem(16, 'catalogId|unknown id');
  if (!Array.isArray(body['products'])) throw new Problem(body['products'] === undefined ? 13 : 14, 'products:array|list of products expected');
  const sent = rowsOf(body['products']);
  if (sent.length === 0 || sent.length > MOST) throw new Problem(11, `products|min:1|max:${String(MOST)}|over the limit`);
  sent.forEach(check);
  const shelf = world.products.get(catalogId) ?? new Map<string, Row>();
  world.products.set(catalogId, shelf);
  const ids = sent.map((row) => put(shelf, row));
  const trimmed = sent.some((row) => (textOf(row['description']) ?? '').length > DESCRIPTION);
  return {
    requestId: world.uuid(), productIds: ids,
    ...(trimmed ? { problems: [{ reasonCode: 12, message: `description|min:0|max:${String(DESCRIPTION)}|trimmed` }] } : {}),
  };
}

function check(row: Row): void {
  for (const field of REQUIRED) requiredText(row[field], field);
  within((textOf(row['productId']) ?? '').length, 32, 'productId');
  within((textOf(row['name']) ?? '').length, 255, 'name');
  for (const field of NUMBERS) optionalOf(row[field], 'number', field);
  for (const field of BOOLEANS) optionalOf(row[field], 'boolean', field);
  for (const field of ['categories', 'imageUrls']) within(textsOf(row[field] ?? []).length, 5, field);
  const details = rowOf(row['systemDetails']) ?? {};
  for (const [field, max] of [['brand', 255], ['manufacturer', 100], ['season', 40], ['color', 40]] as const) within((textOf(details[field]) ?? '').length, max, `systemDetails.${field}`);
  const cleared = textsOf(row['setAsNull'] ?? []).find((field) => REQUIRED.includes(field));
  if (cleared !== undefined) throw new Problem(17, `${cleared}|required field cannot be cleared`);
}

/** Partial: what is left out stays, what `setAsNull` names goes. */
function put(shelf: Map<string, Row>, row: Row): string {
  const id = textOf(row['productId']) ?? '';
  const { setAsNull, description, ...rest } = row;
  const text = textOf(description);
  const merged = { ...shelf.get(id), ...rest, ...(text === null ? {} : { description: text.slice(0, DESCRIPTION) }) };
  shelf.set(id, Object.fromEntries(Object.entries(merged).filter(([name]) => !textsOf(setAsNull ?? []).includes(name))));
  return id;
}
