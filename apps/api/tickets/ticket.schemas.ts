import { z } from 'zod';
import { cleanText } from '#libs/domain/text.js';
import { KEYLESS_REASONS } from '#libs/domain/ticket.js';
import { pageQuery } from '../http/page.js';

const MOST_AT_ONCE = 1_000;

/** A text that can be stored: no control characters, no half of a surrogate pair; empty means none. */
const told = (longest: number) => z.string().max(longest).transform((text) => cleanText(text.toWellFormed())).nullable();

const isWebAddress = (text: string | null): boolean => {
  if (text === null) return true;
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
};
const url = told(2_000).refine(isWebAddress, { error: 'Only addresses that begin with http:// or https:// are taken.', params: { pl: 'Przyjmowane są tylko adresy zaczynające się od http:// lub https://.' } });

/** The database knows no year 0, and an offset may lead into it or behind the last year that is written with four digits. */
const hasYear = (text: string | null): boolean => {
  const year = text === null ? 1 : new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9_999;
};
const openedAt = z.iso.datetime({ offset: true }).nullable().refine(hasYear, { error: 'The year must be between 1 and 9999.', params: { pl: 'Rok musi być między 1 a 9999.' } });

const fields = {
  source: z.string().trim().min(1).max(100).regex(/^[^\p{Cc}\p{Cs}]+$/u).optional().meta({ description: 'The help desk it comes from; "api" when left out' }),
  externalId: told(200).optional().meta({ description: 'Its number there. The same source and number again changes the ticket in place of adding one' }),
  subject: told(1_000).optional(),
  sender: told(1_000).optional().meta({ description: 'An address, or `Name <address>`. Without one the ticket is stored and belongs to nobody' }),
  status: told(100).optional(),
  url: url.optional().meta({ description: 'Where the ticket is opened; http or https' }),
  openedAt: openedAt.optional(),
};

type Telling = { readonly externalId?: string | null | undefined; readonly subject?: string | null | undefined; readonly sender?: string | null | undefined };
const tells = (ticket: Telling): boolean => [ticket.externalId, ticket.subject, ticket.sender].some((value) => value !== undefined && value !== null);
const SAYS_NOTHING = { error: 'A ticket needs at least one of externalId, subject and sender.', params: { pl: 'Zgłoszenie musi mieć co najmniej jedno z pól: externalId, subject, sender.' } };

/** One ticket; of a list each is checked by itself. */
export const ticketBody = z.strictObject(fields).refine(tells, SAYS_NOTHING);
export type TicketBody = z.infer<typeof ticketBody>;

const LIST_ALONE = { error: 'A list of tickets takes no further fields beside it.', params: { pl: 'Obok listy zgłoszeń nie może być innych pól.' } };

export const postTicketsBody = z
  .strictObject({ ...fields, tickets: z.array(z.unknown()).min(1).max(MOST_AT_ONCE).optional().meta({ description: 'In bulk: tickets with the fields above. A bad one is refused by itself' }) })
  .refine((body) => body.tickets === undefined || Object.keys(body).length === 1, LIST_ALONE)
  .refine((body) => body.tickets !== undefined || tells(body), SAYS_NOTHING);
export type PostTickets = z.infer<typeof postTicketsBody>;

export const assignBody = z.strictObject({ customerId: z.string().nullable().meta({ description: 'A card; null: the ticket belongs to nobody, whatever the rules find' }) });
export type AssignTicket = z.infer<typeof assignBody>;

export const TICKET_STATES = ['assigned', 'unassigned', 'proposed'] as const;
export const ticketQuery = pageQuery.extend({
  state: z.enum(TICKET_STATES).optional().meta({ description: 'proposed: more than one card may be meant, and nobody has decided yet' }),
  customerId: z.string().optional(),
  address: z.string().trim().min(1).max(300).optional().meta({ description: 'Of the sender, in full; of a masked one the part before "+" with its domain finds all its forms' }),
  source: z.string().trim().min(1).max(100).optional(),
});
export type TicketQuery = z.infer<typeof ticketQuery>;

export const TICKET_REASONS = ['full_address', 'base_address', 'person', 'nobody_by_person', 'several_cards', ...KEYLESS_REASONS, 'allegro_off', 'no_match'] as const;
export type TicketReason = (typeof TICKET_REASONS)[number];

const text = z.string().nullable();
const time = z.iso.datetime().nullable();
const cardRef = z.object({ id: z.string(), name: z.string() }).meta({ id: 'CardName' });

export const ticketView = z.object({
  id: z.string(),
  source: z.string(),
  externalId: text,
  subject: text,
  sender: text.meta({ description: 'As received' }),
  address: text,
  status: text,
  url: text,
  openedAt: time,
  receivedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  state: z.enum(TICKET_STATES),
  customer: cardRef.nullable(),
  candidates: z.array(cardRef).meta({ description: 'Cards it may belong to when there is more than one: a proposal' }),
  assignedBy: z.enum(['rule', 'person']).nullable().meta({ description: 'What a person decided no rule changes' }),
  assignedAt: time,
  reason: z.enum(TICKET_REASONS),
  message: z.string().meta({ description: 'The reason as a sentence' }),
  foundBy: z.object({ integrationId: z.string(), recordId: text }).nullable().meta({ description: 'Integration and source record that brought the address to the card' }),
}).meta({ id: 'Ticket' });
export type TicketView = z.infer<typeof ticketView>;

export const OUTCOMES = ['created', 'updated', 'unchanged'] as const;
export const postedTicketView = z.object({ outcome: z.enum(OUTCOMES), ticket: ticketView }).meta({ id: 'PostedTicket' });
export type PostedTicket = z.infer<typeof postedTicketView>;

export const refusedTicketView = z.object({
  outcome: z.literal('refused'),
  code: z.string(),
  message: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
}).meta({ id: 'RefusedTicket' });
export type RefusedTicket = z.infer<typeof refusedTicketView>;

export const postedTicketsView = z.object({
  items: z.array(z.union([postedTicketView, refusedTicketView])).meta({ description: 'In the order of the request' }),
  counts: z.object({ created: z.int(), updated: z.int(), unchanged: z.int(), refused: z.int() }),
}).meta({ id: 'PostedTickets' });
export type PostedTickets = z.infer<typeof postedTicketsView>;
