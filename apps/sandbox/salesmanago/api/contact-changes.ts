/** What came and changed in a time window (sheet section 3.1). */
import { Refused } from '../refused.js';
import { momentOf, type Row } from '../values.js';
import type { Contact } from '../world/model.js';
import type { Call } from './endpoint.js';

type Stamp = 'createdOn' | 'modifiedOn';

/** Both ends included; the stamps are whole seconds, so a `from` within a second misses what happened in it. @throws Refused */
function changed({ world, body, owner }: Call, stamp: Stamp): readonly Contact[] {
  const [from, to] = [momentOf(body['from']), momentOf(body['to'])];
  if (from === null || to === null) throw new Refused('Invalid date range');
  return world.contacts.all.filter((contact) => contact.owners.has(owner) && contact[stamp] >= from && contact[stamp] <= to).sort((a, b) => a[stamp] - b[stamp]);
}

const short = ({ id, email }: Contact): Row => ({ id, email });

export const createdContacts = (call: Call): Row => ({ createdContacts: changed(call, 'createdOn').map(short) });
export const modifiedContacts = (call: Call): Row => ({ modifiedContacts: changed(call, 'modifiedOn').map(short) });

/** `page` from 1, `size` ≤ 1000 (sheet section 2); each page is cut from what is there then. */
export function paginatedModifiedContacts(call: Call): Row {
  const [page, size] = [Number(call.body['page']), Number(call.body['size'])];
  if (!Number.isInteger(page) || page < 1) throw new Refused('Invalid page');
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw new Refused('Invalid size');
  const all = changed(call, 'modifiedOn');
  return { modifiedContacts: all.slice((page - 1) * size, page * size).map(short), hasMore: all.length > page * size };
}
