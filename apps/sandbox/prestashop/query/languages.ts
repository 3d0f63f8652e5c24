import { REFUSALS } from '../errors.js';

/** Languages of an answer; `asText` = their ids come out as text, because they were cut out of the parameter. */
export type Languages = { readonly ids: readonly number[]; readonly asText: boolean };

/** @throws Refusal 400/78–81 */
export function parseLanguages(value: string | undefined, active: readonly number[]): Languages {
  if (value === undefined) return { ids: active, asText: false };
  const wanted = requested(value);
  const ids = wanted.ids.filter((id) => active.includes(id));
  if (ids.length === 0) throw REFUSALS.languageUnknown();
  return { ids, asText: wanted.asText };
}

function requested(value: string): Languages {
  if (/^\d+$/.test(value)) return { ids: [Number(value)], asText: false };
  const inner = /^\[([^\]]*)\]$/.exec(value)?.[1];
  if (inner === undefined) throw REFUSALS.languageWrong();
  if (inner.includes('|')) {
    const parts = inner.split('|');
    if (parts.some((part) => !/^\d+$/.test(part))) throw REFUSALS.languageNotNumeric();
    return { ids: parts.map(Number), asText: true };
  }
  if (inner.includes(',')) {
    const parts = inner.split(',');
    if (parts.length !== 2) throw REFUSALS.languageRange();
    const [from, to] = parts.map(Number);
    if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to)) throw REFUSALS.languageNotNumeric();
    return { ids: Array.from({ length: Math.max(0, Math.min(to - from, 99) + 1) }, (_unused, index) => from + index), asText: false };
  }
  if (!/^\d+$/.test(inner)) throw REFUSALS.languageUnknown();
  return { ids: [Number(inner)], asText: true };
}
