/** The `display` parameter: `full`, `minimum`, or a bracketed list with brackets for associations. */
import { REFUSALS } from '../errors.js';
import type { ResourceShape } from '../fields.js';

/** Which fields are shown. `minimum` = ids only. */
export type Display =
  | { readonly kind: 'minimum' | 'full' }
  | { readonly kind: 'fields'; readonly names: ReadonlySet<string>; /** Sub-fields by association. */ readonly associated: ReadonlyMap<string, readonly string[]> };

/** @throws Refusal 400/35 unknown field, 400/36 no brackets */
export function parseDisplay(value: string, shape: ResourceShape): Display {
  if (value === 'full' || value === 'minimum') return { kind: value };
  const known = shape.fields.map((field) => field.name);
  const inner = /^\[(.*?)\]$/.exec(value)?.[1];
  if (inner === undefined) throw REFUSALS.malformedDisplay(known);
  const names = new Set<string>();
  const associated = new Map<string, readonly string[]>();
  for (const part of topLevel(inner)) {
    const open = part.indexOf('[');
    const name = (open === -1 ? part : part.slice(0, open)).trim();
    if (open === -1) {
      if (!shape.byName.has(name)) throw REFUSALS.unknownDisplay(name, known);
      names.add(name);
      continue;
    }
    const subfields = part.slice(open + 1, -1).split(',');
    const { association } = shape;
    const readable = association?.name === name && subfields.every((field) => field === 'id' || association.fields.some((other) => other.name === field));
    if (!readable) throw REFUSALS.unknownDisplay(name, known);
    associated.set(name, subfields);
  }
  return { kind: 'fields', names, associated };
}

function topLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const letter of text) {
    if (letter === ',' && depth === 0) {
      parts.push(part);
      part = '';
      continue;
    }
    if (letter === '[') depth += 1;
    if (letter === ']') depth -= 1;
    part += letter;
  }
  return part === '' ? parts : [...parts, part];
}
