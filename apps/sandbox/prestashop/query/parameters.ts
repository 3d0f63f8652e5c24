/** `nested`: sent as `filter[a][b]=…`, an array in PHP. */
export type FilterParameter = { readonly value: string; readonly nested: boolean };

/** A query string as PHP reads it: `+` is a blank, the first `=` splits, `filter[a]=…` becomes an entry of `filter`. */
export type Parameters = {
  readonly plain: ReadonlyMap<string, string>;
  /** In the order given. */
  readonly filters: ReadonlyMap<string, FilterParameter>;
  /** As sent, decoded, for redirects. */
  readonly pairs: readonly (readonly [string, string])[];
};

export function parseParameters(query: string): Parameters {
  const plain = new Map<string, string>();
  const filters = new Map<string, FilterParameter>();
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? '' : decode(part.slice(equals + 1));
    pairs.push([name, value]);
    const nested = /^filter\[([^\]]*)\](.*)$/.exec(name);
    if (nested === null) plain.set(name, value);
    else filters.set(nested[1] ?? '', { value, nested: nested[2]?.startsWith('[') === true });
  }
  return { plain, filters, pairs };
}

function decode(text: string): string {
  const blanks = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(blanks);
  } catch {
    // PHP takes broken escapes as they are.
    return blanks;
  }
}
