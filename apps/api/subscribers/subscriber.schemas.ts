import { z } from 'zod';
import { SUBSCRIBER_REASONS } from '#libs/feeds/subscriber-verdict.js';

export const partQuery = z.object({ part: z.coerce.number().int().min(1).max(256).default(1).meta({ description: 'Which part, from 1' }) });
export type PartQuery = z.infer<typeof partQuery>;

export const subscribersView = z.object({
  count: z.int().meta({ description: 'Addresses in the file' }),
  parts: z.int().meta({ description: 'Files to download, each below the size SALESmanago imports' }),
  bytesPerPart: z.int().meta({ description: 'Most bytes of one' }),
  leftOut: z.array(z.object({ reason: z.enum(SUBSCRIBER_REASONS), count: z.int(), text: z.string() })).meta({ description: 'Addresses of the newsletter list that are not in it' }),
}).meta({ id: 'Subscribers' });
export type SubscribersView = z.infer<typeof subscribersView>;
