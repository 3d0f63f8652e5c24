import { z } from 'zod';
import { ROLES } from '#libs/domain/words.js';

export const createKeyBody = z.strictObject({ name: z.string().trim().min(1).max(100), role: z.enum(ROLES) });
export type CreateKey = z.infer<typeof createKeyBody>;

const time = z.iso.datetime().nullable();
export const keyView = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  prefix: z.string().meta({ description: 'First characters of the secret, to tell keys apart' }),
  createdAt: z.iso.datetime(),
  lastUsedAt: time,
  revokedAt: time,
});
export type KeyView = z.infer<typeof keyView>;

export const createdKeyView = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  secret: z.string().nullable().meta({ description: 'Shown once, in this answer; null when the call is repeated with its Idempotency-Key' }),
});
export type CreatedKey = z.infer<typeof createdKeyView>;
