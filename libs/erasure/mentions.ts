const LIKE_SPECIAL = /[\\%_]/gu;
const REGEX_SPECIAL = /[\\^$.|?*+()[\]{}/-]/gu;
/** What words are not part of: `jan@example.com` is not mentioned by `ajan@example.com`. */
const BEFORE = '(?<![[:alnum:]._%+-])';
const BEHIND = '(?![[:alnum:]_-])';

/** Words in one pattern: a reseller's account may have thousands of telephone numbers. */
const WORDS = 100;
/** Of so many words only beginnings are looked for first: numbers share theirs. */
const BEGINNING = 5;

/** How a row is asked whether it mentions one of some words. */
export type Mentions = {
  /** Fragments for LIKE on lower-case text: quick, and never too few. */
  readonly likes: readonly string[];
  /** What decides; on lower-case text. Several, because one of thousands of words is more than the database can read. */
  readonly patterns: readonly string[];
};

const escaped = (word: string): string => word.replace(REGEX_SPECIAL, '\\$&');

/** A masked address is told by its base: whatever follows a "+" is only another order of the same person. */
function patternOf(word: string): string {
  const at = word.lastIndexOf('@');
  return at < 1 ? escaped(word) : `${escaped(word.slice(0, at))}(?:\\+[^@[:space:]]*)?@${escaped(word.slice(at + 1))}`;
}

/** Everything before the last @ of an address, else the word. */
const fragmentOf = (word: string): string => (word.lastIndexOf('@') < 1 ? word : word.slice(0, word.lastIndexOf('@')));

/** Null when there is nothing to look for. `words`: lower case. */
export function mentionsOf(words: readonly string[]): Mentions | null {
  if (words.length === 0) return null;
  return {
    likes: [...new Set(words.map((word) => (words.length > WORDS ? fragmentOf(word).slice(0, BEGINNING) : fragmentOf(word))))].map((fragment) => `%${fragment.replace(LIKE_SPECIAL, '\\$&')}%`),
    patterns: Array.from({ length: Math.ceil(words.length / WORDS) }, (_, n) => `${BEFORE}(?:${words.slice(n * WORDS, (n + 1) * WORDS).map(patternOf).join('|')})${BEHIND}`),
  };
}

/** SQL that is true of a text which mentions them; `likes` and `patterns` are the names of the parameters. */
export const mentioning = (text: string, likes: string, patterns: string): string => `(lower(${text}) like any(${likes}::text[]) and lower(${text}) ~ any(${patterns}::text[]))`;
