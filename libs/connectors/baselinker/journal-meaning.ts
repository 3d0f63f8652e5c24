import type { JsonObject } from '#libs/domain/words.js';
import { numberAt } from '../sdk/cursor.js';
import type { JournalDefinition, JournalMeaning } from '../sdk/journal.js';

const DAY_MS = 86_400_000;

const NOTHING: JournalMeaning = { read: false, kin: null, birth: false, touchesEvent: false };
const LOOK: JournalMeaning = { ...NOTHING, read: true };
const PURCHASE: JournalMeaning = { ...LOOK, touchesEvent: true };

/**
 * Types of entries (documented, sheet section 3) and what each asks for. Documents (7, 8, 15, 19, 20) change nothing an order
 * shows. A package (9, 10) changes its tracking number; what happens to the package later (22) does not, and comes many times.
 * Orders merged, split or copied do not touch a purchase: their family is counted once.
 */
const MEANINGS: ReadonlyMap<number, JournalMeaning> = new Map([
  [1, { ...PURCHASE, birth: true }], // created
  [2, PURCHASE], // confirmed
  [3, PURCHASE], // payment
  [4, LOOK], // order, invoice or receipt removed: only a look at the order tells which
  [5, { ...LOOK, kin: 'merge' }],
  [6, { ...LOOK, kin: 'split' }],
  [7, NOTHING], // invoice issued
  [8, NOTHING], // receipt issued
  [9, LOOK], // package created
  [10, LOOK], // package deleted
  [11, LOOK], // delivery data edited
  [12, PURCHASE], // product added
  [13, PURCHASE], // product edited
  [14, PURCHASE], // product removed
  [15, NOTHING], // buyer on the black list
  [16, LOOK], // order data edited
  [17, { ...LOOK, kin: 'copy' }],
  [18, LOOK], // status changed
  [19, NOTHING], // invoice deleted
  [20, NOTHING], // receipt deleted
  [21, LOOK], // invoice data edited
  [22, NOTHING], // status of a package changed
]);

const setting = (settings: JsonObject, name: string, otherwise: number): number => numberAt(settings, name) ?? otherwise;

export const journalDefinition: JournalDefinition = {
  stream: 'orders',
  // Documented: the last three days.
  keepMs: 3 * DAY_MS,
  meaning: (type) => MEANINGS.get(type) ?? null,
  pollMs: (settings) => setting(settings, 'pollSeconds', 60) * 1_000,
  rereadMs: (settings) => setting(settings, 'rereadDays', 3) * DAY_MS,
};
