const CONTROL = /\p{Cc}+/gu;
const SPACES = /\s+/gu;
const MARKS = /\p{Mn}+/gu;

/**
 * Text as a person would have meant it: control characters (a NUL would be refused by PostgreSQL) and outer blanks are
 * gone, inner blanks are single. Null when nothing is left.
 */
export function cleanText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const clean = value.replace(CONTROL, ' ').replace(SPACES, ' ').trim();
  return clean === '' ? null : clean;
}

/** Folded for search and comparison: lower case, no diacritics (the Polish ł has no decomposition and is mapped by hand). */
export function fold(value: string): string {
  return value.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replace(MARKS, '');
}
