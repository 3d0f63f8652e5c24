import { isDeepStrictEqual } from 'node:util';
import { inParallel } from '../webhooks/in-parallel.js';
import type { ContactThere, SimulatedAccount } from './account.js';
import type { ExpectedEvent } from './people.js';

/** What an account holds, against what it should hold. */
export type Truth = {
  readonly events: number;
  /** Events beyond the first with one external id and type. */
  readonly duplicates: number;
  readonly missing: number;
  /** Events nobody ordered. */
  readonly surplus: number;
  /** There once, with another value, date, products or e-shop, or with another person. */
  readonly different: number;
  readonly contacts: number;
  readonly examples: readonly string[];
};

const SHOWN = 5;

function differs(there: ContactThere['events'][number], expected: ExpectedEvent, email: string): boolean {
  const { type, date, value, linked, texts } = there;
  return email !== expected.email || type !== expected.type || date !== expected.date || value !== expected.value || !linked || texts['products'] !== expected.products || texts['location'] !== expected.location;
}

/** Reads every contact of an account and compares all its events with the expected ones. */
export async function compareEvents(account: SimulatedAccount, expected: Iterable<ExpectedEvent>): Promise<Truth> {
  const wanted = new Map([...expected].map((event) => [event.externalId, event]));
  const found = new Map<string, number>();
  const different: string[] = [];
  const surplus: string[] = [];
  const emails = await account.emails();
  await inParallel(emails, async (email) => {
    for (const event of (await account.contact(email))?.events ?? []) {
      const id = event.texts['externalId'] ?? '';
      const want = wanted.get(id);
      if (want === undefined) surplus.push(`${event.type} ${id} of ${email}`);
      else if (differs(event, want, email)) different.push(`${id}: ${JSON.stringify(event)} instead of ${JSON.stringify(want)}`);
      found.set(id, (found.get(id) ?? 0) + 1);
    }
  });
  const { events, duplicates } = await account.transactions();
  const missing = [...wanted.keys()].filter((id) => !found.has(id));
  return {
    events, duplicates: duplicates.reduce((sum, { count }) => sum + count - 1, 0), missing: missing.length, surplus: surplus.length, different: different.length, contacts: emails.length,
    examples: [...duplicates.map(({ externalId, count }) => `${externalId} is there ${String(count)} times`), ...missing.map((id) => `${id} is missing`), ...surplus.map((text) => `nobody ordered ${text}`), ...different].slice(0, SHOWN),
  };
}

/** Contacts that are not there or not as built; the members of `expected` are compared. */
export async function compareContacts(account: SimulatedAccount, people: readonly { readonly email: string; readonly expected: object }[]): Promise<string[]> {
  const wrong: string[] = [];
  await inParallel(people, async ({ email, expected }) => {
    const there = await account.contact(email);
    const shown = there === null ? null : Object.fromEntries(Object.entries(there).filter(([name]) => name in expected));
    if (!isDeepStrictEqual(shown, expected)) wrong.push(`${email}: ${JSON.stringify(shown)} instead of ${JSON.stringify(expected)}`);
  });
  return wrong;
}
