import { cleanText } from '#libs/domain/text.js';

/**
 * Values as loosely typed platforms send them. All of these give null for "nothing" and never throw; `undefined` from
 * `decimalOf` means "something is there and it is not a number".
 */
export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** PHP writes an empty container as `[]` and a filled one as a list or as an object of numbered members. Null for anything else. */
export function listOrMap(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as readonly unknown[];
  return isRow(value) ? Object.values(value) : value === undefined || value === null || value === '' ? [] : null;
}

const ID = /^\d{1,20}$/u;
const LEADING_ZEROS = /^0+(?=\d)/u;

/** A positive id as text; ids come as numbers or strings, 0 and "" mean none. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (!ID.test(text)) return null;
  const id = text.replace(LEADING_ZEROS, '');
  return id === '0' ? null : id;
}

/**
 * True for texts `cleanText` would give back as they are: nearly all of them, and looking costs a tenth of cleaning. Letters
 * outside the ranges of common scripts are left to `cleanText`, because blanks and controls stand among them.
 */
function isTidy(text: string): boolean {
  let blank = true;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 32) {
      if (blank) return false;
      blank = true;
    } else if ((code > 32 && code < 127) || (code > 160 && code < 0x1680)) blank = false;
    else return false;
  }
  return !blank;
}

/** Text without control characters and outer blanks; numbers (a post code may come as one) become text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return isTidy(value) ? value : cleanText(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

/** Yes, no or not told. */
export function flagOf(value: unknown): boolean | null {
  switch (value) {
    case true:
    case 1:
    case '1':
      return true;
    case false:
    case 0:
    case '0':
      return false;
    default:
      return null;
  }
}

const DECIMAL = /^(-?)(\d{1,14})(?:\.(\d{1,12}))?$/u;

/**
 * Decimal text with at least two places and no other trailing zeros, so that "152.970000", "152.97" and 152.97 are the
 * same text. Null when empty; undefined when it is not a number that fits numeric(20,6).
 */
export function decimalOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  const match = DECIMAL.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '?');
  if (match === null) return undefined;
  const whole = (match[2] ?? '0').replace(LEADING_ZEROS, '');
  let places = match[3] ?? '';
  let end = places.length;
  while (end > 2 && places.charCodeAt(end - 1) === 48) end -= 1;
  places = places.slice(0, end).padEnd(2, '0');
  const text = `${whole}.${places}`;
  return match[1] === '-' && /[1-9]/u.test(text) ? `-${text}` : text;
}

/** A count as text without a decimal part of zeros: "2", "0.5". */
export function quantityOf(value: unknown): string | null | undefined {
  const decimal = decimalOf(value);
  return typeof decimal === 'string' && decimal.endsWith('.00') ? decimal.slice(0, -3) : decimal;
}
