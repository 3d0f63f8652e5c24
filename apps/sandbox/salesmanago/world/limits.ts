/** Limits of the sheet's sections 2 and 4.2: exceeded ones refuse or cut, as the account is set. */
import { Refused } from '../refused.js';
import type { Behaviour } from '../options.js';

type Mode = Behaviour['limits'];

/** Cuts by characters, in the middle of a product id if it falls so. @throws Refused */
export function limitedText(text: string, max: number, name: string, mode: Mode): string {
  if (text.length <= max) return text;
  if (mode === 'refuse') throw new Refused(`${name} is too long, maximum ${String(max)} characters`);
  return text.slice(0, max);
}

/** @throws Refused also for an empty list (sheet section 2: batch events) */
export function limitedList<T>(list: readonly T[], max: number, name: string, mode: Mode): readonly T[] {
  if (list.length === 0) throw new Refused(`${name} cannot be empty`);
  if (list.length <= max) return list;
  if (mode === 'refuse') throw new Refused(`${name} has too many elements, maximum ${String(max)}`);
  return list.slice(0, max);
}

/** At most 19 digits and 2 decimals; numeric texts are taken. @throws Refused for what is no number */
export function limitedValue(text: string, mode: Mode): number {
  if (text.trim() === '' || !Number.isFinite(Number(text))) throw new Refused('value is not a number');
  const fits = /^-?\d{1,19}(\.\d{1,2})?$/.test(text.trim());
  if (!fits && mode === 'refuse') throw new Refused('value has too many digits');
  return Math.round(Number(text) * 100) / 100;
}
