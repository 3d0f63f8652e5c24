import { z } from 'zod';

/** A page of a list in the OpenAPI document. */
export function pageOf<T extends z.ZodType>(item: T): z.ZodType {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable().meta({ description: 'Hand it back as `cursor`; null on the last page' }) });
}
