import type { World } from '../world/world.js';
import type { Params } from './params.js';

/** Results of the last searches: a sync asks for page after page of one, and each would go through every row. */
const KEPT = 8;
const results = new WeakMap<World, { revision: number; readonly found: Map<string, readonly unknown[]> }>();

/** What `search` gives, or gave for the same filters when nothing has happened since. */
export function remembered<T>(world: World, name: string, params: Params, search: () => readonly T[]): readonly T[] {
  const revision = world.revision();
  let book = results.get(world);
  if (book?.revision !== revision) {
    book = { revision, found: new Map() };
    results.set(world, book);
  }
  const key = `${name} ${params.filterKey()}`;
  const known = book.found.get(key) as readonly T[] | undefined;
  if (known !== undefined) return known;
  const found = search();
  if (book.found.size >= KEPT) book.found.clear();
  book.found.set(key, found);
  return found;
}
