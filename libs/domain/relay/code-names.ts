/** Standard codes and names of a platform's own codes, from the dictionary; null: not known. */
export type IsoOf = (kind: 'country' | 'language' | 'currency', code: string) => string | null;
export type NameOf = (kind: 'status' | 'carrier' | 'payment' | 'shop' | 'source', code: string) => string | null;

const COUNTRY = /^[a-z]{2}$/iu;
const LANGUAGE = /^([a-z]{2})(?:[-_].*)?$/iu;
const CURRENCY = /^[a-z]{3}$/iu;

/** ISO 3166 alpha-2, upper case. A platform's number that the dictionary does not know is no country. */
export function countryCode(code: string | null, isoOf: IsoOf): string | null {
  if (code === null) return null;
  const iso = isoOf('country', code) ?? code;
  return COUNTRY.test(iso) ? iso.toUpperCase() : null;
}

/** Two letters, lower case. */
export function languageCode(code: string | null, isoOf: IsoOf): string | null {
  if (code === null) return null;
  return LANGUAGE.exec(isoOf('language', code) ?? code)?.[1]?.toLowerCase() ?? null;
}

/** ISO 4217, upper case. */
export function currencyCode(code: string | null, isoOf: IsoOf): string | null {
  if (code === null) return null;
  const iso = isoOf('currency', code) ?? code;
  return CURRENCY.test(iso) ? iso.toUpperCase() : null;
}
