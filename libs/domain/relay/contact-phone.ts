import { isSupportedCountry, type CountryCode } from 'libphonenumber-js/core';
// The script form of the metadata: a JSON import would need an attribute the package's own entry does not give.
import metadata from 'libphonenumber-js/metadata.min';
import { normalizePhone } from '../phone.js';
import { countryCode, type IsoOf } from './code-names.js';
import type { ContactSource } from './contact-sources.js';

const isKnown = (country: string | null): country is CountryCode => country !== null && isSupportedCountry(country as CountryCode, metadata);

/** The best number as E.164; what is no number in the country of its address is left out rather than sent as it was typed. */
export function contactPhone(sources: readonly ContactSource[], isoOf: IsoOf): string | null {
  for (const { phones, address } of sources) {
    const country = countryCode(address?.country ?? null, isoOf);
    for (const phone of phones) {
      const number = isKnown(country) ? normalizePhone(phone, country) : normalizePhone(phone);
      if (number !== null) return number;
    }
  }
  return null;
}
