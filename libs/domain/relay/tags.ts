import { categoryNames, type CategoryContext } from './category-tags.js';
import { isOfShop } from './of-shop.js';
import type { Person } from './person.js';
import { accountsOf } from './present.js';
import type { RouteOptions } from './route-options.js';
import { sourceTags, type SourceTagContext } from './source-tags.js';

export type TagContext = CategoryContext & {
  /** Absent: the platform's orders do not tell where they came from. */
  readonly sources?: SourceTagContext;
  /** The form in which the destination stores a tag; tags are the same when these are. */
  readonly storedTag: (tag: string) => string;
};

/**
 * Somebody who is or was on the shop's list without an account. The tag stays when they register, though their entry then goes. An
 * entry of somebody who left is none: they must not be tagged as a subscriber for the first time because of it.
 */
function subscribedWithoutAccount(person: Person, shop: string | null): boolean {
  return person.subscribers.some(({ record }) => record.ownerId === null && record.consent.state === 'granted' && isOfShop(record.shop, shop));
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Tags of a person, literally and sorted. Of several that the destination stores alike one is kept, those named in the route first. */
export function tagsOf(person: Person, options: RouteOptions, context: TagContext): readonly string[] {
  const named = [
    accountsOf(person).length > 0 ? options.accountTag : null,
    subscribedWithoutAccount(person, options.shop) ? options.subscriberTag : null,
    options.commonTag,
  ].flatMap((tag) => tag?.trim() ?? []);
  const sources = context.sources === undefined ? [] : [...sourceTags(person, options, context.sources)].sort(byText);
  const categories = options.leaveOut.includes('categoryTags') ? [] : [...categoryNames(person, options, context)].sort(byText);
  const kept = new Map<string, string>();
  for (const tag of [...named, ...sources, ...categories]) {
    const stored = context.storedTag(tag);
    if (tag !== '' && stored !== '' && !kept.has(stored)) kept.set(stored, tag);
  }
  return [...kept.values()].sort(byText);
}
