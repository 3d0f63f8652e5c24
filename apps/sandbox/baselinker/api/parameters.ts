/** Parameters as a PHP program reads them: texts pass for numbers, an empty value for none, and what it does not know it does not see. */
export type Parameters = Readonly<Record<string, unknown>>;

/** null = broken JSON, or JSON that is no map (sheet section 1); PHP clients send `[]` for an empty one. */
export function parseParameters(text: string): Parameters | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Parameters) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function asNumber(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' ? Number.parseInt(value, 10) || 0 : 0;
}

/** 0 and what is no number count as absent: null. */
export function whole(parameters: Parameters, name: string): number | null {
  const value = asNumber(parameters[name]);
  return value === 0 ? null : value;
}

/** '' = absent. @param length of the column; what is longer is cut */
export function text(parameters: Parameters, name: string, length: number): string {
  const value = parameters[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, length) : '';
}

/** The text "false" is true, as in PHP. */
export function flag(parameters: Parameters, name: string): boolean {
  const value = parameters[name];
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== '' && value !== '0';
}

/** null = absent or empty. */
export function wholes(parameters: Parameters, name: string): readonly number[] | null {
  const value = parameters[name];
  const list = Array.isArray(value) ? value.map(asNumber) : [];
  return list.length === 0 ? null : list;
}
