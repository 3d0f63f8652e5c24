/** Tags as the server keeps them (sheet section 3.6): whoever compares must normalise too. */
import type { Contact } from './model.js';

/** Capitals, basic Latin letters, what is not allowed as underscore; blanks stay (they are only said to be avoided); a comma splits. */
export function tagsOf(sent: readonly string[]): readonly string[] {
  return [...new Set(sent.flatMap((text) => text.split(',')).map(normalised).filter((tag) => tag !== ''))];
}

function normalised(text: string): string {
  const latin = text.trim().replaceAll('ł', 'l').replaceAll('Ł', 'L').normalize('NFD').replace(/\p{M}/gu, '');
  return latin.toUpperCase().replace(/[^\p{L}\p{N}–\-()[\]{}_ ]/gu, '_');
}

/** Adds to the set and then takes away, so a tag in both lists is gone. @param scoring a repeated tag raises its score @returns the tags that are new */
export function changeTags(contact: Contact, add: readonly string[], remove: readonly string[], scoring: boolean, now: number): readonly string[] {
  const added: string[] = [];
  for (const name of tagsOf(add)) {
    const known = contact.tags.get(name);
    if (known === undefined) {
      contact.tags.set(name, { name, score: 1, createdOn: now });
      added.push(name);
    } else if (scoring) known.score += 1;
  }
  for (const name of tagsOf(remove)) contact.tags.delete(name);
  return added;
}
