import { z } from 'zod';
import { DECISION_KINDS } from '#libs/desk/decision.js';
import { pageQuery } from '../http/page.js';

const time = z.iso.datetime();

export const decisionQuery = pageQuery.extend({ customerId: z.string().max(100).optional().meta({ description: 'Decisions about this card, also those made while it had another id' }) });
export type DecisionQuery = z.infer<typeof decisionQuery>;

export const decisionView = z.object({
  id: z.string(),
  kind: z.enum(DECISION_KINDS),
  message: z.string(),
  by: z.object({ actor: z.string(), name: z.string().nullable().meta({ description: 'Of the API key, as long as it is kept' }) }),
  note: z.string().nullable(),
  customers: z.array(z.string()).meta({ description: 'merge: the card that stayed and the one that joined it; split: the card that was split and the new one; refuse: the two cards' }),
  records: z.int().nullable().meta({ description: 'Source records a split moved' }),
  at: time,
  undone: z.object({ at: time, by: z.string() }).nullable(),
}).meta({ id: 'Decision' });
export type DecisionView = z.infer<typeof decisionView>;

export const noteBody = z.object({ note: z.string().trim().min(1).max(500).nullish().meta({ description: 'Why, for colleagues' }) });
/** For calls that may come without a body. */
export const optionalNote = noteBody.prefault({});
export type Note = z.infer<typeof noteBody>;

/** A card, as much as deciding needs. */
export const cardBrief = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  integrations: z.array(z.object({ id: z.string(), name: z.string(), platform: z.string() })),
  orders: z.int().meta({ description: 'Without orders merged into others' }),
}).meta({ id: 'CardBrief' });
export type CardBrief = z.infer<typeof cardBrief>;

export const decidedView = z.object({
  message: z.string(),
  decisionId: z.string(),
  customers: z.array(cardBrief).meta({ description: 'The cards as they are now' }),
}).meta({ id: 'Decided' });
export type DecidedView = z.infer<typeof decidedView>;
