import type { DataSource } from 'typeorm';
import { refuseErased } from './refuse-erased.js';
import { storeTickets, ticketName, type RefuseTickets, type Told, type ToldTicket } from './store-tickets.js';
import { underLock } from './under-lock.js';

/** Pages wait for the lock: a transaction of tickets holds it no longer than one of them would. */
const IN_ONE_TRANSACTION = 500;

/** Cuts a list where it is long enough, and where a ticket is told a second time. */
export function batchesOf(tickets: readonly ToldTicket[]): ToldTicket[][] {
  const batches: ToldTicket[][] = [];
  let names = new Set<string>();
  for (const ticket of tickets) {
    const name = ticketName(ticket);
    const last = batches.at(-1);
    if (last === undefined || last.length >= IN_ONE_TRANSACTION || (name !== null && names.has(name))) {
      batches.push([ticket]);
      names = new Set();
    } else last.push(ticket);
    if (name !== null) names.add(name);
  }
  return batches;
}

/** Stores any number of tickets in order, a few hundred a transaction; those of erased persons are left out. */
export async function postTickets(dataSource: DataSource, workspaceId: string, tickets: readonly ToldTicket[], refuse: RefuseTickets = refuseErased): Promise<Told[]> {
  const results: Told[] = [];
  for (const batch of batchesOf(tickets)) results.push(...(await underLock(dataSource, workspaceId, (session) => storeTickets(session, workspaceId, batch, refuse))));
  return results;
}
