/**
 * The longest beginning of a text with at most `most` UTF-16 units that ends between two characters. The vendor's own library
 * cuts bytes and loses half of a Polish letter (sheet section 4.2). Which way the server counts is not published: a text of so
 * many units is within the limit whether it counts units or characters, and half of a surrogate pair is no text at all.
 */
export function firstCharacters(text: string, most: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= most) return whole;
  const kept = whole.slice(0, most);
  return kept.isWellFormed() ? kept : kept.slice(0, -1);
}
