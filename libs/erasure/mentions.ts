const LIKE_SPECIAL = /[\\%_]/gu;
const REGEX_SPECIAL = /[\\^$.|?*+()[\]{}/-]/gu;
/** What words are not part of: `jan@example.com` is not mentioned by `ajan@example.com`. */
const BEFORE = '(?<![[:alnum:]._%+-])';
const BEHIND = '(?![[:alnum:]_-])';

/** How a row is asked whether it mentions one of some words. */
export type Mentions = {
  /** Fragments for LIKE on lower-case text: quick, and never too few. */
  readonly likes: readonly string[];
  /** What decides; on lower-case text. */
  readonly pattern: string;
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
    likes: words.map((word) => `%${fragmentOf(word).replace(LIKE_SPECIAL, '\\$&')}%`),
    pattern: `${BEFORE}(?:${words.map(patternOf).join('|')})${BEHIND}`,
  };
}

/** SQL that is true of a text which mentions them; `likes` and `pattern` are the names of the parameters. */
export const mentioning = (text: string, likes: string, pattern: string): string => `(lower(${text}) like any(${likes}::text[]) and lower(${text}) ~ ${pattern})`;
