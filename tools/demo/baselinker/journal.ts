import type { Rest } from '../rest.js';
import { until } from '../until.js';

/** The parts of a journal's state the demo reads. */
export type Journal = {
  readonly state: string;
  readonly message: string;
  readonly cursor: number | null;
  readonly lagSeconds: number | null;
  readonly day: { readonly day: string; readonly looks: number; readonly entries: number; readonly records: number; readonly requests: number } | null;
  readonly inbox: { readonly waiting: number };
  readonly phones: { readonly waiting: number; readonly done: number; readonly requests: number } | null;
  readonly gaps: readonly object[];
  readonly unknownTypes: readonly { readonly count: number }[];
};

export const readJournal = (rest: Rest, integrationId: string): Promise<Journal> => rest.get<Journal>(`/integrations/${integrationId}/journal`);

/** Asks for a look at the journal, and waits until it is through and nothing it told of waits any more. */
export async function lookNow(rest: Rest, integrationId: string): Promise<Journal> {
  const { day } = await readJournal(rest, integrationId);
  await rest.post(`/integrations/${integrationId}/sync-now`);
  const { value } = await until('The journal is looked at', async () => {
    const now = await readJournal(rest, integrationId);
    return (now.day?.looks ?? 0) > (day?.looks ?? 0) && now.inbox.waiting === 0 ? now : null;
  });
  return value;
}

export function printJournal({ state, message, cursor, lagSeconds, day, inbox, phones, gaps, unknownTypes }: Journal, log: (line: string) => void): void {
  log(`    State "${state}": ${message}`);
  if (day !== null) log(`    ${day.day}: ${String(day.looks)} looks told ${String(day.entries)} entries about ${String(day.records)} orders; ${String(day.requests)} requests`);
  log(`    Newest entry ${String(cursor ?? 'none')}, last answer ${String(lagSeconds ?? '?')} s ago; orders to be read: ${String(inbox.waiting)}, gaps: ${String(gaps.length)}`);
  log(`    Telephone numbers BaseLinker was asked about: ${String(phones?.done ?? 0)}, entries of types nobody knows: ${String(unknownTypes.reduce((sum, { count }) => sum + count, 0))}`);
}
