import type { DataSource } from 'typeorm';
import { findPerson } from './find-person.js';
import type { HeldThere } from './receipt.js';
import { heldThere, lookAtDeliveries, sharedDeliveries } from './remove-deliveries.js';

/** What an erasure would take out, as of now. */
export type ErasurePreview = {
  /** Cards that were joined into this one count as well. */
  readonly cards: number;
  readonly records: Readonly<Record<string, number>>;
  readonly tickets: number;
  readonly deliveries: number;
  /** Under way to a destination: the erasure waits until they are settled. */
  readonly underWay: number;
  /** Keys others carry as well: they stay with them. */
  readonly shared: number;
  readonly destinations: readonly HeldThere[];
};

const TICKETS = `select count(*)::int as count from ticket where workspace_id = $1 and (customer_id = any($2::uuid[]) or address = any($3::text[]))`;

/** Looks at what is a person's; changes nothing. */
export async function previewErasure(dataSource: DataSource, workspaceId: string, customerId: string): Promise<ErasurePreview> {
  const { manager } = dataSource;
  const person = await findPerson(manager, workspaceId, customerId);
  const deliveries = await lookAtDeliveries(manager, person);
  const [tickets] = await manager.query<{ count: number }[]>(TICKETS, [workspaceId, person.cards, person.addresses]);
  const records: Record<string, number> = {};
  for (const { kind } of person.sources) records[kind] = (records[kind] ?? 0) + 1;
  return { cards: person.cards.length, records, tickets: tickets?.count ?? 0, deliveries: deliveries.ids.length, underWay: deliveries.open, shared: person.shared, destinations: await heldThere(manager, person, [...deliveries.ids, ...(await sharedDeliveries(manager, person))]) };
}
