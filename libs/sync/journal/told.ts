import type { JournalDefinition, JournalEntry, Kin } from '#libs/connectors/sdk/journal.js';

/** A record to be read; `born`: an entry that tells of its origin may still follow. */
export type ToldRecord = { readonly externalId: string; readonly born: boolean };
export type ToldKin = { readonly parentId: string; readonly childId: string; readonly kin: Kin };
/** What some entries ask for: each record and each link once, sorted; `unknown` counts types nobody knows. */
export type Told = { readonly records: readonly ToldRecord[]; readonly kin: readonly ToldKin[]; readonly unknown: Readonly<Record<string, number>> };

const byId = (a: { readonly externalId: string }, b: { readonly externalId: string }): number => (a.externalId < b.externalId ? -1 : 1);

/** Collapses entries by record: however often one is told of, it is read once. */
export function toldBy(entries: readonly JournalEntry[], { meaning }: Pick<JournalDefinition, 'meaning'>): Told {
  const records = new Map<string, ToldRecord>();
  const kin = new Map<string, ToldKin>();
  const unknown: Record<string, number> = {};
  const tell = (externalId: string, born: boolean): void => {
    // A record born in these very entries stays young, whatever else they tell of it.
    records.set(externalId, { externalId, born: born || records.get(externalId)?.born === true });
  };
  for (const { type, recordId, objectId } of entries) {
    const means = meaning(type);
    if (means === null) unknown[String(type)] = (unknown[String(type)] ?? 0) + 1;
    if (means?.read !== true) continue;
    tell(recordId, means.birth);
    if (means.kin === null || objectId === null || objectId === recordId) continue;
    tell(objectId, true);
    kin.set(`${recordId}\n${objectId}`, { parentId: recordId, childId: objectId, kin: means.kin });
  }
  return { records: [...records.values()].sort(byId), kin: [...kin.values()], unknown };
}
