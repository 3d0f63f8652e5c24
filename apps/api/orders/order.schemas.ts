import { z } from 'zod';
import { pageQuery } from '../http/page.js';
import { integrationRef, orderSummaryView } from '../records/record.schemas.js';

export const orderQuery = pageQuery.extend({ number: z.string().trim().min(1).max(100).meta({ description: 'Number a buyer quotes, or the id of the order in the shop' }) });
export type OrderQuery = z.infer<typeof orderQuery>;

export const foundOrderView = orderSummaryView.extend({ integration: integrationRef, customerId: z.string().nullable() });
export type FoundOrder = z.infer<typeof foundOrderView>;
