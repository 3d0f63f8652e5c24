import { z } from 'zod';
import type { FieldProblem } from './problem.js';
import { validationFailed } from './problems.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/** Query of every list. The cursor is opaque to callers. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).meta({ description: 'Items per page' }),
  cursor: z.string().max(500).optional().meta({ description: 'nextCursor of the page before' }),
});
export type PageQuery = z.infer<typeof pageQuery>;

export type ListPage<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

const CURSOR_FIELD: FieldProblem = {
  path: 'cursor',
  code: 'invalid_cursor',
  message: { pl: 'Nieznany kursor strony.', en: 'Unknown page cursor.' },
};

/** Position behind the last item of a page, as text callers hand back unchanged. */
export function encodeCursor(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws ApiProblem 400 when the text was not made by `encodeCursor` with as many values. */
export function decodeCursor(cursor: string | undefined, patterns: readonly RegExp[]): string[] | null {
  if (cursor === undefined || cursor === '') return null;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits = Array.isArray(position) && position.length === patterns.length && position.every((value, n) => typeof value === 'string' && patterns[n]?.test(value));
    if (fits) return position as string[];
  } catch {
    // Falls through to the problem below: any text that is not our JSON.
  }
  throw validationFailed([CURSOR_FIELD]);
}

export const ID_PATTERN = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;

/** Cuts one row more than asked for into a page and the cursor of the next. */
export function toPage<Row, Item>(rows: readonly Row[], limit: number, position: (row: Row) => readonly string[], view: (row: Row) => Item): ListPage<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(view), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null };
}
