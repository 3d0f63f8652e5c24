import type { z } from 'zod';
import type { Localized } from '#libs/domain/words.js';

/**
 * Label and help of one credential or setting, for `.meta()`: they travel into the JSON Schema that GET /platforms shows.
 * Zod types `title` as plain text; ours is in both languages, hence the assignment by name.
 */
export function labels(title: Localized, help: Localized, more: Readonly<Record<string, unknown>> = {}): z.core.GlobalMeta {
  const meta: z.core.GlobalMeta = { help, ...more };
  Reflect.set(meta, 'title', title);
  return meta;
}
