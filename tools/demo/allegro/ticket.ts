import type { Rest } from '../rest.js';

/** The parts of a ticket the demo reads. */
export type Ticket = { readonly id: string; readonly customer: { readonly id: string } | null; readonly message: string };

/** A message of the help desk comes in; nobody knows its sender. */
export async function writeIn(rest: Rest, sender: string): Promise<Ticket> {
  const { ticket } = await rest.post<{ ticket: Ticket }>('/tickets', { source: 'demo help desk', externalId: 'T-1001', subject: 'Where is my parcel?', sender, openedAt: new Date().toISOString() });
  return ticket;
}

export const readTicket = (rest: Rest, id: string): Promise<Ticket> => rest.get<Ticket>(`/tickets/${id}`);
