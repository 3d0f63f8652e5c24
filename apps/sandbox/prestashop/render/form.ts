import type { Association, Field, ResourceShape } from '../fields.js';
import type { Profile } from '../profile.js';
import type { Display } from '../query/display.js';
import type { Languages } from '../query/languages.js';

/** Everything that decides how a row of one resource looks in an answer. One object for one look, so that rendered rows can be kept. */
export type Form = {
  readonly profile: Profile;
  readonly shape: ResourceShape;
  readonly fields: readonly Field[];
  readonly association: Association | null;
  readonly languages: Languages;
  /** Shop served from the in-request cache: its booleans come out as numbers. */
  readonly contextShop: number;
  /** Base of links, ends with `/api/`. */
  readonly base: string;
};

/** Fields and sub-fields the display list shows, in declared order. */
export function formOf(profile: Profile, shape: ResourceShape, display: Display, languages: Languages, contextShop: number, base: string): Form {
  const common = { profile, shape, languages, contextShop, base };
  if (display.kind !== 'fields') return { ...common, fields: shape.fields, association: shape.association };
  const fields = shape.fields.filter((field) => display.names.has(field.name));
  const subfields = shape.association === null ? undefined : display.associated.get(shape.association.name);
  const dropped = shape.association?.name === 'groups' && profile.dropsGroups;
  if (shape.association === null || subfields === undefined || dropped) return { ...common, fields, association: null };
  return { ...common, fields, association: { ...shape.association, fields: shape.association.fields.filter((field) => subfields.includes(field.name)) } };
}

/** Forms seen so far; a handful of display lists is ever used. */
export class Forms {
  private readonly known = new Map<string, Form>();

  get(key: string, make: () => Form): Form {
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const made = make();
    if (this.known.size < 500) this.known.set(key, made);
    return made;
  }
}
