/** The form body. `URLSearchParams` reads it as the server does: an unescaped `+` is a blank. */
export type Form = { readonly method: string; readonly parameters: string; /** Deprecated and still accepted (sheet section 1). */ readonly token: string };

/** Of any other content type the server sees no field at all. */
export function readForm(contentType: string, body: string): Form {
  const fields = new URLSearchParams(contentType.toLowerCase().startsWith('application/x-www-form-urlencoded') ? body : '');
  return { method: fields.get('method') ?? '', parameters: fields.get('parameters') ?? '', token: fields.get('token') ?? '' };
}
