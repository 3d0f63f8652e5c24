import type { ContactWrite, Noted, WriteNote } from '#libs/domain/relay/writes.js';
import { firstCharacters } from './cut.js';
import { LONGEST_TAG, storedTag, writtenTag } from './tags.js';

/** Values of properties and ids (sheet sections 3.2, 4.2); names and addresses have no published limit and get the same. */
export const LONGEST_TEXT = 255;
const DATE = /^\d{4}-\d{2}-\d{2}$/u;

/** Collects what had to be changed while texts are fitted. Details hold counts only, never the text itself. */
export class Fitting {
  readonly notes: WriteNote[] = [];

  note(code: WriteNote['code'], field: string, detail: string): void {
    this.notes.push({ code, field, detail });
  }

  /** The text without outer blanks, cut by characters. Null when nothing is left. */
  text(field: string, value: string | null, most: number): string | null {
    if (value === null) return null;
    const whole = value.toWellFormed().trim();
    const kept = firstCharacters(whole, most).trim();
    if (kept !== whole) this.note('text_cut', field, `${String(whole.length)} > ${String(most)}`);
    return kept === '' ? null : kept;
  }

  /** An id that is too long is another id when it is cut, so it is left out. */
  id(field: string, value: string | null, most: number): string | null {
    const whole = value?.toWellFormed().trim() ?? '';
    if (whole.length <= most) return whole === '' ? null : whole;
    this.note('value_left_out', field, `${String(whole.length)} > ${String(most)}`);
    return null;
  }
}

/** Tags as they will be written; two that are stored alike are one, and one that is stored as nothing is none. */
function fitTags(fitting: Fitting, field: 'tags' | 'removeTags', tags: readonly string[], without: readonly string[] = []): string[] {
  const kept = new Map<string, string>();
  // Which of the two lists the server takes first is not known: a tag that shall be there is not taken away.
  const wanted = new Set(without.map(storedTag));
  for (const tag of tags) {
    const stored = storedTag(tag);
    if (stored === '') fitting.note('value_left_out', field, 'no basic letter or digit');
    else if (!kept.has(stored) && !wanted.has(stored)) kept.set(stored, writtenTag(tag));
    if (tag.trim().length > LONGEST_TAG) fitting.note('tags_cut', field, `${String(tag.trim().length)} > ${String(LONGEST_TAG)}`);
  }
  return [...kept.values()].sort();
}

function fitProperties(fitting: Fitting, properties: ContactWrite['properties']): Record<string, string> {
  const entries = Object.entries(properties).map(([name, value]) => [name, fitting.text(`properties.${name}`, value, LONGEST_TEXT)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

function fitDate(fitting: Fitting, date: string | null): string | null {
  if (date === null || DATE.test(date)) return date;
  fitting.note('value_left_out', 'birthDate', 'no date of the form YYYY-MM-DD');
  return null;
}

/** A contact within the limits of sheet section 3.2. Addresses of mail are never cut: see `refuseAddress`. */
export function fitContact(contact: ContactWrite): Noted<ContactWrite> {
  const fitting = new Fitting();
  const text = (field: 'name' | 'company' | 'phone' | 'street' | 'postcode' | 'city' | 'country'): string | null => fitting.text(field, contact[field], LONGEST_TEXT);
  const write: ContactWrite = {
    ...contact,
    name: text('name'), company: text('company'), phone: text('phone'),
    street: text('street'), postcode: text('postcode'), city: text('city'), country: text('country'),
    birthDate: fitDate(fitting, contact.birthDate),
    externalId: fitting.id('externalId', contact.externalId, LONGEST_TEXT),
    tags: fitTags(fitting, 'tags', contact.tags),
    removeTags: fitTags(fitting, 'removeTags', contact.removeTags, contact.tags),
    properties: fitProperties(fitting, contact.properties),
  };
  return { write, notes: fitting.notes };
}
