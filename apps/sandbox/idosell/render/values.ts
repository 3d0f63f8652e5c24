/** How single values are written. */
import { textOf, type Local } from '../world/clock.js';

/** Fields in the order the platform writes them; undefined = the key is absent once it is JSON. */
export type Row = Readonly<Record<string, unknown>>;

export const ZERO = '0000-00-00 00:00:00';

/** Amount as a JSON number with two places. */
export const money = (hundredths: number): number => Math.round(hundredths) / 100;

export const moment = (local: Local | null, none: string | number | null): string | number | null => (local === null ? none : textOf(local));

/** Ids are numbers in some versions and texts in others. */
export const drifting = (version: number, id: number): number | string => (version === 6 || version === 7 ? String(id) : id);

/** Country code of an address in the words of the order card. */
export function countryName(country: string): string {
  const names: Readonly<Record<string, string>> = { pl: 'Polska', de: 'Niemcy', cz: 'Czechy', polska: 'Polska' };
  return names[country.toLowerCase()] ?? country;
}
