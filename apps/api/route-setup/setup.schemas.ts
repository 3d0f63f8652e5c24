import { z } from 'zod';

const steps = z.array(z.string());

export const setupView = z.object({
  callbacks: z.object({
    optIn: z.string().meta({ description: 'For the field "Opt-in callback URL", exactly as it is: SALESmanago puts in the address and computes the key' }),
    optOut: z.string().meta({ description: 'For the field "Opt-out callback URL"' }),
  }).meta({ description: 'They hold the security parameter: whoever knows it can tell us of opt-outs of anybody' }),
  feed: z.object({
    url: z.string().meta({ description: 'The offer as XML; secret as well, because prices and stock are in it' }),
    products: z.int().meta({ description: 'Stored now' }),
    warning: z.string().nullable().meta({ description: 'Why the file is empty' }),
  }),
  snippet: z
    .object({ html: z.string(), variables: z.record(z.string(), z.union([z.string(), z.int()])).meta({ description: 'What it sets for the whole page' }) })
    .nullable()
    .meta({ description: 'The monitoring code, ready to paste; null until the destination is authenticated' }),
  steps: z.object({ salesmanago: steps, idosell: steps.meta({ description: 'Empty for shops of other platforms' }) }).meta({ description: 'One by one, for each of the panels' }),
}).meta({ id: 'RouteSetup' });
export type SetupView = z.infer<typeof setupView>;
