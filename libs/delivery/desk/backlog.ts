import type { Queryable } from '#libs/security/queryable.js';

/** What a destination has still to do. `paced`: the contacts among it that go by the pace of exports. */
export type Backlog = { readonly contacts: number; readonly consents: number; readonly events: number; readonly paced: number };

export const EMPTY_BACKLOG: Backlog = { contacts: 0, consents: 0, events: 0, paced: 0 };

const OPEN = `
  select destination_id as id, count(*) filter (where kind = 'contact')::int as contacts, count(*) filter (where kind = 'consent')::int as consents,
    count(*) filter (where kind = 'event')::int as events, count(*) filter (where kind = 'contact' and silent and state = 'pending')::int as paced
  from delivery where destination_id = any($1::uuid[]) and state in ('pending', 'sending', 'confirming') group by 1`;

/** An export hands contacts over little by little: what it has not handed over yet is no delivery, and waits all the same. */
const EXPORTS = `
  select r.destination_id as id, sum(greatest(0, x.total - x.handed_over))::float8 as contacts
  from route_export x join route r on r.id = x.route_id where r.destination_id = any($1::uuid[]) and x.state = 'running' group by 1`;

/** Backlogs of many destinations; one that has nothing to do is absent. */
export async function backlogs(database: Queryable, destinationIds: readonly string[]): Promise<ReadonlyMap<string, Backlog>> {
  const open = await database.query<(Backlog & { id: string })[]>(OPEN, [destinationIds]);
  const exports = await database.query<{ id: string; contacts: number }[]>(EXPORTS, [destinationIds]);
  const all = new Map<string, Backlog>(open.map(({ id, ...backlog }) => [id, backlog]));
  for (const { id, contacts } of exports) {
    const known = all.get(id) ?? EMPTY_BACKLOG;
    all.set(id, { ...known, contacts: known.contacts + contacts, paced: known.paced + contacts });
  }
  return all;
}
