import type { Birthday } from './model.js';

/** `yyyyMMdd` or `MMdd` (sheet section 3.2). Anything else is passed over without a word; whether it is refused is not known. */
export function birthdayOf(text: string): Birthday | null {
  const match = /^(\d{4})?(\d{2})(\d{2})$/.exec(text);
  if (match === null) return null;
  const [, year, month = '', day = ''] = match;
  // 2000 had a 29 February, which a birthday without a year may be.
  const date = new Date(`${year ?? '2000'}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return null;
  return { year: year === undefined ? null : String(Number(year)), month: String(Number(month)), day: String(Number(day)) };
}
