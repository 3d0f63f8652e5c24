import { z } from 'zod';
import { FIELD_ROLES, FIELD_TYPES } from '#libs/domain/words.js';

export const createFieldBody = z.strictObject({
  key: z.string().regex(/^[a-z][a-z\d_]{0,49}$/u).meta({ description: 'Name in settings and cards: lower-case letters, digits, underscores' }),
  label: z.string().trim().min(1).max(100),
  type: z.enum(FIELD_TYPES),
});
export type CreateField = z.infer<typeof createFieldBody>;

export const fieldView = z.object({
  id: z.string(),
  key: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  usedBy: z.array(z.object({ integrationId: z.string(), integrationName: z.string(), role: z.enum(FIELD_ROLES) })),
  createdAt: z.iso.datetime(),
}).meta({ id: 'CustomField' });
export type FieldView = z.infer<typeof fieldView>;
