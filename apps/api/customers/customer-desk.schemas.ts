import { z } from 'zod';
import { SIDES } from '#libs/domain/split-card.js';
import { cardBrief, decidedView, noteBody } from '../decisions/decision.schemas.js';
import { recordRef } from './customer.schemas.js';

export const mergeBody = noteBody.extend({ customerId: z.string().min(1).max(100).meta({ description: 'The card that joins the one in the path' }) });
export type Merge = z.infer<typeof mergeBody>;

const MOST_RECORDS = 1_000;

export const splitBody = noteBody.extend({
  records: z.array(z.string().min(1).max(100)).min(1).max(MOST_RECORDS).meta({ description: 'Source records that move to a new card; what belongs to a customer record goes with it' }),
  keepAlone: z.enum(SIDES).default('this').meta({ description: 'Which card keeps records that have nothing but values both sides share' }),
});
export type Split = z.infer<typeof splitBody>;

export const splitQuery = z.object({ dryRun: z.stringbool().default(false).meta({ description: 'Shows both cards and changes nothing' }) });
export type SplitQuery = z.infer<typeof splitQuery>;

export const splitView = decidedView.extend({
  decisionId: z.string().nullable().meta({ description: 'Null: a preview' }),
  customers: z.array(cardBrief.extend({ id: z.string().nullable().meta({ description: 'Null: a card that does not exist yet' }), records: z.array(recordRef) })).meta({ description: 'The card that was split, and the new one' }),
}).meta({ id: 'SplitCards' });
export type SplitView = z.infer<typeof splitView>;
