/** JSON as PHP's json_encode writes it here: no blanks, Unicode as it is, slashes escaped. */

const PLAIN = /^[^"\\/\u0000-\u001f\u2028\u2029]*$/;

export function jsonText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return JSON.stringify(text).replaceAll('/', '\\/').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Any value; used for damaged rows and control answers. */
export function jsonValue(value: unknown): string {
  return JSON.stringify(value).replaceAll('/', '\\/');
}
