import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/core';
// The script form of the metadata: a JSON import would need an attribute the package's own entry does not give.
import metadata from 'libphonenumber-js/metadata.min';

const NOT_DIGITS = /[^\d+]/gu;
const POLISH = /^(?:\+48|0048|48)?([4-8]\d{8})$/u;

/**
 * A phone number as E.164, or null. Nine digits the Polish way are by far the most frequent and need no library; everything
 * else is parsed with `country` for numbers written without a prefix.
 */
export function normalizePhone(value: string, country: CountryCode = 'PL'): string | null {
  const digits = value.replace(NOT_DIGITS, '');
  if (digits.length < 7) return null;
  if (country === 'PL') {
    const national = POLISH.exec(digits)?.[1];
    if (national !== undefined) return `+48${national}`;
  }
  const parsed = parsePhoneNumberFromString(digits.startsWith('00') ? `+${digits.slice(2)}` : digits, country, metadata);
  return parsed?.isPossible() ? parsed.number : null;
}

/** The digits of a number in E.164 without the country's; all its digits where the country is not known. */
export function nationalNumber(phone: string): string {
  return parsePhoneNumberFromString(phone, metadata)?.nationalNumber ?? phone.replace(NOT_DIGITS, '').replace('+', '');
}
