import type { JsonObject, StreamName } from '#libs/domain/words.js';

/** One entry of a platform's journal: something happened to a record. It never says what; the record is read by its id. */
export type JournalEntry = {
  /** Rises with every entry; numbers are left out, so a gap between two is no sign of a loss. */
  readonly logId: number;
  /** The platform's own number; unknown ones are counted, never an error. */
  readonly type: number;
  readonly recordId: string;
  /** What else the entry is about; null when it names nothing. */
  readonly objectId: string | null;
  /** When it happened, ms since 1970. May repeat, and may step back from one entry to the next. */
  readonly atMs: number;
};

/** How a record was born from another one. */
export const KIN = ['merge', 'split', 'copy'] as const;
export type Kin = (typeof KIN)[number];

/** What a type of entry asks for. */
export type JournalMeaning = {
  /** The record (and what `kin` names) has to be read again. */
  readonly read: boolean;
  /** `objectId` is a record that was born from this one. */
  readonly kin: Kin | null;
  /** A record was born: an entry that tells from which other one may still follow. */
  readonly birth: boolean;
  /** What a purchase is made of may have changed. Of other entries only the contact is told. */
  readonly touchesEvent: boolean;
};

/** An answer of the journal: every entry it gave, by rising number, each once. */
export type JournalReading = {
  readonly entries: readonly JournalEntry[];
  /** When the request left, by the database clock, ms since 1970. */
  readonly requestedMs: number;
  /** Entries that could not be read, not even which record they are about; absent: none. */
  readonly unreadable?: number;
};

/** The journal of one open account. */
export interface Journal {
  /**
   * Entries from number `fromId` on, that one included while it is still kept; null: all that are kept. An answer may be cut
   * short by the platform without a word: whoever wants the rest asks again from its end.
   */
  read(fromId: number | null, signal: AbortSignal): Promise<JournalReading>;
  /** Whether something happened between two moments (ms since 1970) that a journal which is switched on would have told. */
  missed(fromMs: number, toMs: number, signal: AbortSignal): Promise<boolean>;
}

/** What the house has to know of a platform's journal. */
export type JournalDefinition = {
  /** Whose records it is about. */
  readonly stream: StreamName;
  /** How long entries are kept, ms. */
  readonly keepMs: number;
  /** Null for a type that is not known. */
  meaning(type: number): JournalMeaning | null;
  /** Time between two looks under saved settings, ms. */
  pollMs(settings: JsonObject): number;
  /** How far back records are read a second time, daily and behind a gap, ms; 0: not at all. */
  rereadMs(settings: JsonObject): number;
};
