/** Longest text that still fits into a cursor, which stays under 1 KB. */
const MOST_CHARACTERS = 700;

/**
 * Ids as text for a cursor: the differences of the sorted ids to the base of 36, so that a hundred of them fit. Null when they do
 * not fit.
 */
export function packIds(ids: Iterable<number>): string | null {
  let before = 0;
  const text = [...new Set(ids)]
    .sort((a, b) => a - b)
    .map((id) => {
      const step = id - before;
      before = id;
      return step.toString(36);
    })
    .join('.');
  return text.length > MOST_CHARACTERS ? null : text;
}

/** The ids `packIds` wrote. */
export function unpackIds(text: string): ReadonlySet<number> {
  let before = 0;
  return new Set(text === '' ? [] : text.split('.').map((step) => (before += Number.parseInt(step, 36))));
}
