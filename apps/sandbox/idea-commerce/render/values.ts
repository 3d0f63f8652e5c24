/** How single values are written. */
import type { Behaviour } from '../options.js';

/** Grosze as a JSON number: 129.99. */
export function amount(grosze: number): number {
  return grosze / 100;
}

/** As Python writes a float as text: `40.0`. */
export function floatText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

// Made once: making a formatter costs more than a thousand uses of it.
const WARSAW = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw', dateStyle: 'short', timeStyle: 'medium' });

/** `YYYY-MM-DD HH:MM:SS` on the clocks of a zone. */
export function localText(ms: number, zone: Behaviour['dateZone']): string {
  return zone === 'UTC' ? new Date(ms).toISOString().slice(0, 19).replace('T', ' ') : WARSAW.format(ms);
}

/** ms since 1970 as `YYYY-MM-DD HH:MM:SS` and its relatives. */
export function dateText(ms: number, { dateZone, dateForm }: Pick<Behaviour, 'dateZone' | 'dateForm'>): string {
  const text = localText(ms, dateZone);
  if (dateForm === 'T') return text.replace(' ', 'T');
  return dateForm === 'fraction' ? `${text}.${String(((ms % 1000) + 1000) % 1000).padStart(3, '0')}417` : text;
}

/** A fixed number for a record and a field, so that one record is always written alike. */
export function mark(id: number, name: string): number {
  let hash = Math.imul(id, 2_654_435_761);
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 16_777_619);
  return (hash ^ (hash >>> 15)) >>> 0;
}
