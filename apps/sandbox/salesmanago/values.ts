/** Reading of what was sent, as leniently as the real clients show it to be read. */
export type Row = Readonly<Record<string, unknown>>;

export function rowOf(value: unknown): Row | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null;
}

/** Text or number; null for anything else. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** Text with something in it, or null. */
export function filledText(value: unknown): string | null {
  const text = textOf(value)?.trim() ?? '';
  return text === '' ? null : text;
}

/** A list, or a single text: `removeTags` is sent both ways (sheet section 3.2). */
export function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map(textOf).filter((text) => text !== null);
}

export function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.map((one) => rowOf(one) ?? {}) : [];
}

/** The PrestaShop module sends its booleans as texts (sheet section 8.4). */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

/** For switches whose default is true: only a false one switches off. */
export function isFalse(value: unknown): boolean {
  return value === false || value === 'false';
}

/** Milliseconds as a number or text, or ISO 8601 (sheet sections 3.1 and 4.2). Seconds are not noticed: they are a day of January 1970. */
export function momentOf(value: unknown): number | null {
  const text = textOf(value);
  if (text === null || text.trim() === '') return null;
  const moment = /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(moment) ? null : moment;
}
