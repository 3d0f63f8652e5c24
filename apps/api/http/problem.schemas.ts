import { z } from 'zod';

/** RFC 9457 problem details as this API gives them; some codes bring further members. */
export const problemView = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable machine word' }),
    detail: z.string().meta({ description: 'What happened, in the language of Accept-Language' }),
    fix: z.string().optional().meta({ description: 'What the caller can do about it' }),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional().meta({ description: 'Wrong fields' }),
    traceId: z.string(),
  })
  .meta({ id: 'Problem' });
