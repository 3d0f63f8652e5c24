/** What the webservice refuses and with which words. Codes are stable across versions, texts are English as PrestaShop writes them. */

export type ErrorEntry = { readonly code: number; readonly message: string };

/** A refusal with its HTTP status and one or more entries. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly entries: readonly ErrorEntry[],
  ) {
    super(entries.map((entry) => `${String(entry.code)} ${entry.message}`).join('; '));
  }
}

/** PHP died: status 500, HTML type, nothing in the body. */
export class FatalPhpError extends Error {}

/** The shop front is told to take over: unknown host or shop. */
export class RedirectToFront extends Error {}

export function refuse(status: number, code: number, message: string): Refusal {
  return new Refusal(status, [{ code, message }]);
}

const list = (names: readonly string[]): string => names.join(', ');

/** A refusal that proposes the nearest known value, as the webservice does. */
export function didYouMean(status: number, code: number, label: string, value: string, known: readonly string[]): Refusal {
  const full = known.length > 1 ? ` The full list is: "${known.join('", "')}"` : '';
  return refuse(status, code, `${label}. Did you mean: "${closest(value, known)}"?${full}`);
}

export const REFUSALS = {
  emptyKey: () => refuse(401, 17, 'Authentication key is empty'),
  malformedKey: () => refuse(401, 18, 'Invalid authentication key format'),
  inactiveKey: () =>
    new Refusal(401, [
      { code: 20, message: 'Authentification key is not active' },
      { code: 21, message: 'No permission for this authentication key' },
    ]),
  keyWithoutRights: () => refuse(401, 21, 'No permission for this authentication key'),
  disabled: () => refuse(503, 22, 'The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back Office'),
  unknownMethod: (method: string) => refuse(405, 23, `Method ${method} is not valid`),
  methodNotGranted: (method: string, resource: string) =>
    refuse(405, 25, `Method ${method} is not allowed for the resource ${resource} with this authentication key`),
  resourceNotGranted: (resource: string) => refuse(401, 26, `Resource of type "${resource}" is not allowed with this authentication key`),
  unknownResource: (resource: string, known: readonly string[]) =>
    didYouMean(400, 27, `Resource of type "${resource}" does not exists`, resource, known),
  badSchema: () =>
    refuse(
      400,
      28,
      "Please select a schema of type 'synopsis' to get the whole schema informations (which fields are required, which kind of content...) or 'blank' to get an empty schema to fill before using POST request",
    ),
  noLinkedTable: () => refuse(400, 31, 'There is no existing linked table for this resource'),
  unknownFilter: (field: string, known: readonly string[]) => didYouMean(400, 32, 'This filter does not exist', field, known),
  emptyFilter: (field: string) => refuse(400, 33, `The filter "${field}" is malformed.`),
  computedFilter: (field: string) =>
    refuse(400, 34, `The field "${field}" is dynamic. It is not possible to filter GET query with this field.`),
  unknownDisplay: (field: string, known: readonly string[]) =>
    refuse(400, 35, `Unable to display this field "${field}". However, these are available: ${list(known)}`),
  malformedDisplay: (known: readonly string[]) =>
    refuse(400, 36, `The 'display' syntax is wrong. You can set 'full' or '[field_1,field_2,field_3,...]'. These are available: ${list(known)}`),
  malformedSort: () =>
    refuse(
      400,
      37,
      `The "sort" value has to be formed as this example: "field_ASC" or '[field_1_DESC,field_2_ASC,field_3_ASC,...]' ("field" has to be an available field)`,
    ),
  unknownSort: (known: readonly string[], translated: readonly string[]) =>
    refuse(400, 38, `Unable to filter by this field. However, these are available: ${list(known)}, for i18n fields:${list(translated)}`),
  malformedLimit: () => refuse(400, 39, 'The "limit" value has to be formed as this example: "5,25" or "10"'),
  languageRange: () => refuse(400, 78, 'A range value for a language must contains only 2 values'),
  languageWrong: () =>
    new Refusal(400, [
      { code: 79, message: 'language value is wrong' },
      { code: 81, message: 'language is not available' },
    ]),
  languageNotNumeric: () =>
    new Refusal(400, [
      { code: 80, message: 'Language ID must be numeric' },
      { code: 81, message: 'language is not available' },
    ]),
  languageUnknown: () => refuse(400, 81, 'language is not available'),
  methodForbidden: (method: string, resource: string) => refuse(405, 101, `Method ${method} is not allowed for the resource ${resource}`),
  otherShop: (className: string, id: number) => refuse(404, 131, `This ${className} (${String(id)}) does not exists on this shop`),
  keyNotForShop: () => refuse(403, 132, 'No permission for this key on this shop'),
  emptyGroup: () => refuse(500, 999, "This shop group doesn't have shops"),
  unknownShop: () => refuse(404, 999, 'This shop id does not exist'),
} as const;

/** Nearest word by edit distance; of equally near ones the last, as in PHP. */
export function closest(value: string, words: readonly string[]): string {
  let best = '';
  let shortest = Infinity;
  for (const word of words) {
    const distance = levenshtein(value, word);
    if (distance === 0) return word;
    if (distance <= shortest) {
      best = word;
      shortest = distance;
    }
  }
  return best;
}

function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_unused, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
