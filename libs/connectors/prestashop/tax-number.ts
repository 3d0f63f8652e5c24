import { textOf } from '../sdk/values.js';

const WEIGHTS = [6, 5, 7, 2, 3, 4, 5, 6, 7] as const;
const SEPARATORS = /[\s-]/gu;
const NIP = /^(?:PL)?(\d{10})$/iu;
const TYPED = /\bNIP\b\s*(?:UE)?\s*[.:#-]?\s*((?:PL)?\s*\d[\d\s-]{8,14}\d)/iu;

/** Ten digits of a Polish tax number whose check digit is right. */
function nipIn(text: string): string | null {
  const digits = NIP.exec(text.replace(SEPARATORS, ''))?.[1];
  if (digits === undefined) return null;
  const sum = WEIGHTS.reduce<number>((total, weight, index) => total + weight * Number(digits[index]), 0);
  return sum % 11 === Number(digits[9]) ? digits : null;
}

/**
 * The tax number of an address: the field made for it as typed, else a valid NIP from the fields where shops without
 * such a field let people put it (sheet section 9).
 */
export function taxNumberOf(own: unknown, identification: unknown, ...typed: readonly unknown[]): string | null {
  const stated = textOf(own);
  if (stated !== null) return stated;
  const number = textOf(identification);
  const nip = number === null ? null : nipIn(number);
  if (nip !== null) return nip;
  for (const value of typed) {
    const text = textOf(value);
    if (text === null || text.length < 10) continue;
    const found = nipIn(TYPED.exec(text)?.[1] ?? text);
    if (found !== null) return found;
  }
  return null;
}
