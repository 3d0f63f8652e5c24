/** What a test wants to see of the account, whatever its reads would show. */
import { longRow } from '../render/contact-rows.js';
import { isLinked } from '../world/events.js';
import type { ExtEvent } from '../world/model.js';
import type { World } from '../world/world.js';

export type EventView = { readonly eventId: string; readonly date: number; readonly type: string; readonly value: number | null; readonly linked: boolean; readonly texts: Readonly<Record<string, string>> };

export type ContactView = Readonly<Record<string, unknown>> & {
  readonly optedOut: boolean;
  readonly optedOutPhone: boolean;
  readonly deleted: boolean;
  /** Names, in the order they came. */
  readonly tags: readonly string[];
  readonly owners: readonly string[];
  readonly lang: string | null;
  readonly confirmationMails: number;
  readonly unconfirmed: boolean;
  /** All of them, in the order they came. */
  readonly events: readonly EventView[];
};

/** The long row and what is missing in it; null = unknown. */
export function contactView(world: World, email: string): ContactView | null {
  const contact = world.contacts.find(email);
  if (contact === undefined) return null;
  const { optedOut, optedOutPhone, deleted, lang, confirmationMails, unconfirmed } = contact;
  return {
    ...longRow(contact, { ...world.behaviour, eventListCap: null, showEventIds: true }),
    optedOut, optedOutPhone, deleted, lang, confirmationMails, unconfirmed,
    tags: [...contact.tags.keys()],
    owners: [...contact.owners],
    events: contact.events.map((event) => eventView(world, event)),
  };
}

function eventView(world: World, event: ExtEvent): EventView {
  const { id, date, type, value, texts } = event;
  return { eventId: id, date, type, value, texts, linked: isLinked(world, event) };
}

export type Transactions = {
  readonly events: number;
  /** PURCHASE events; each counts, repeated or not (sheet section 4.5). */
  readonly purchases: number;
  readonly value: number;
  /** Events whose products belong to no e-shop. */
  readonly unlinked: number;
  /** More events than one of an external id and type, anywhere in the account. */
  readonly duplicates: readonly { readonly externalId: string; readonly type: string; readonly count: number }[];
};

export function transactions(world: World): Transactions {
  const all = world.contacts.all.flatMap((contact) => contact.events);
  const purchases = all.filter((event) => event.type === 'PURCHASE');
  const groups = Map.groupBy(all.filter((event) => (event.texts['externalId'] ?? '') !== ''), (event) => JSON.stringify([event.texts['externalId'], event.type]));
  return {
    events: all.length,
    purchases: purchases.length,
    value: Math.round(purchases.reduce((sum, event) => sum + (event.value ?? 0), 0) * 100) / 100,
    unlinked: all.filter((event) => !isLinked(world, event)).length,
    duplicates: [...groups.values()].filter((group) => group.length > 1).map((group) => ({ externalId: group[0]?.texts['externalId'] ?? '', type: group[0]?.type ?? '', count: group.length })),
  };
}
