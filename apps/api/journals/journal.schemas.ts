import { z } from 'zod';

const time = z.iso.datetime().nullable();
const count = z.int();

export const JOURNAL_STATES = ['not_started', 'following', 'closing_gap', 'silent', 'waiting', 'paused', 'stopped'] as const;
export type JournalState = (typeof JOURNAL_STATES)[number];

const period = z.object({
  from: z.iso.datetime().meta({ description: 'The journal tells nothing of the time from here' }),
  to: z.iso.datetime().meta({ description: 'until here' }),
  rereadFrom: z.iso.datetime().meta({ description: 'Records are read by date from here on, so that edits of them are known as well' }),
  reason: z.enum(['broken', 'silent']).meta({ description: '`broken`: entries are lost; `silent`: the journal is switched off' }),
});

export const journalView = z.object({
  state: z.enum(JOURNAL_STATES),
  message: z.string().meta({ description: 'What is going on' }),
  fix: z.string().nullable().meta({ description: 'What a person can do about it' }),
  waiting: z.object({ code: z.string(), message: z.string(), fix: z.string().nullable(), until: time }).nullable().meta({ description: 'Why nothing moves' }),
  cursor: count.nullable().meta({ description: 'Number of the newest entry; null before the first one, and while the journal is silent' }),
  newestEntryAt: time.meta({ description: 'When that entry was written, by the clock of the platform' }),
  lastAnswerAt: time,
  lagSeconds: count.nullable().meta({ description: 'Seconds since the last answer of the platform, whether or not it told anything' }),
  nextLookAt: time.meta({ description: 'Not later than this, unless something holds it up; a moment that has passed is overdue. Null while nobody looks' }),
  knownUntil: time.meta({ description: 'Everything that happened until then was told, or is being read' }),
  silentSince: time.meta({ description: 'Since when it tells nothing although there are records' }),
  day: z.object({
    day: z.string().meta({ description: 'YYYY-MM-DD, UTC; a day goes on past midnight while gaps of it are closed' }),
    looks: count.meta({ description: 'Answers of the journal' }),
    entries: count.meta({ description: 'Entries told' }),
    records: count.meta({ description: 'Records asked for because of them; one told of twice in an answer counts once' }),
    requests: count,
  }).nullable().meta({ description: 'The day that is followed, or was last' }),
  unknownTypes: z.array(z.object({ type: count, count })).meta({ description: 'Entries of types nobody knows, since following began; they are stored, and ask for nothing' }),
  unreadable: count.meta({ description: 'Entries that could not be read, not even which record they are about' }),
  inbox: z.object({ waiting: count, oldestAt: time }).meta({ description: 'Records that wait to be read by their id' }),
  phones: z.object({
    waiting: count,
    done: count,
    requests: count.meta({ description: 'Of the look-ups themselves; each order found that was not stored cost one more' }),
    orders: count.meta({ description: 'Orders found, stored ones included' }),
  }).nullable().meta({ description: 'Telephone numbers looked up for orders with a masked address; null where the platform has no such look-up' }),
  scans: z.array(period.extend({
    state: z.enum(['reading', 'left', 'summing_up']).meta({ description: '`left`: given up for now, goes on by itself' }),
    pages: count,
    read: count,
    written: count,
    leftBecause: z.string().nullable().meta({ description: 'Why it was left' }),
  })).meta({ description: 'Gaps that are being closed' }),
  gaps: z.array(period.extend({
    found: count.nullable().meta({ description: 'Records nobody had told of; null while no scan of it is through' }),
    closed: z.boolean(),
  })).meta({ description: 'Of the last 30 days, oldest first; scans of a journal that stayed off are one gap' }),
}).meta({ id: 'Journal' });
export type JournalView = z.infer<typeof journalView>;
