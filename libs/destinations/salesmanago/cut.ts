/**
 * The first `most` characters of a text. Characters are code points: the vendor's own library cuts bytes and loses half of a
 * Polish letter (sheet section 4.2), and half of a surrogate pair is no text at all.
 */
export function firstCharacters(text: string, most: number): string {
  const whole = text.toWellFormed();
  // UTF-16 units are never fewer than characters.
  if (whole.length <= most) return whole;
  let kept = '';
  let count = 0;
  for (const character of whole) {
    if (count === most) break;
    kept += character;
    count += 1;
  }
  return kept;
}

/** Characters of a text, as limits count them. */
export const charactersOf = (text: string): number => [...text].length;
