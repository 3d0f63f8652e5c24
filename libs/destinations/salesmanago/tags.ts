import { firstCharacters } from './cut.js';

/** No maximum is published; the official WooCommerce plugin cuts here (sheet section 3.6). */
export const LONGEST_TAG = 255;

/** Letters that have no decomposition into a basic one and a mark. */
const BASIC: Readonly<Record<string, string>> = { Ł: 'L', Đ: 'D', Ð: 'D', Ø: 'O', Æ: 'AE', Œ: 'OE', Þ: 'TH', ẞ: 'SS', Ħ: 'H', Ŧ: 'T' };
const WITHOUT_DECOMPOSITION = new RegExp(`[${Object.keys(BASIC).join('')}]`, 'gu');
const MARKS = /\p{M}+/gu;
const OTHERS = /[^A-Z0-9]+/gu;
const OUTER = /^_+|_+$/gu;

/**
 * A tag as it is sent: literally, but for commas. A comma splits one text into several tags on the server (sheet section 3.6),
 * so that "Buty, sandały" would become two; it is sent as "Buty_ sandały".
 */
export function writtenTag(tag: string): string {
  return firstCharacters(tag.trim().replaceAll(',', '_'), LONGEST_TAG).trim();
}

/**
 * The form tags are compared in (sheet section 3.6): capitals, basic letters and digits, everything else one underscore. The
 * server keeps a little more than that (brackets, dashes); what it keeps and what was sent come out the same here. Empty for a
 * tag without any basic letter or digit.
 */
export function storedTag(tag: string): string {
  const capital = writtenTag(tag)
    .toUpperCase()
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(WITHOUT_DECOMPOSITION, (letter) => BASIC[letter] ?? letter);
  return firstCharacters(capital.replace(OTHERS, '_').replace(OUTER, ''), LONGEST_TAG).replace(OUTER, '');
}
