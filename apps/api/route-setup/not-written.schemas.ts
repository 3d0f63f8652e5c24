import { z } from 'zod';

export const notWrittenView = z.object({
  id: z.string(),
  address: z.string().nullable().meta({ description: 'For operators only' }),
  direction: z.enum(['in', 'out']),
  receivedAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
  reason: z.string().meta({ description: 'Stable word' }),
  message: z.string(),
}).meta({ id: 'ConsentNotWritten' });
export type NotWrittenView = z.infer<typeof notWrittenView>;
