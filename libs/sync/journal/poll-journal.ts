import type { Journal, JournalDefinition, JournalReading } from '#libs/connectors/sdk/journal.js';
import type { Stream } from '#libs/connectors/sdk/stream.js';
import type { PartRef } from '#workflows/activities.js';
import { endOf, type PartEnd } from '#libs/ingest/fence.js';
import type { PartContext, PartProgress } from '#libs/ingest/page.js';
import type { Engine } from '../engine.js';
import type { OpenAccount } from '../open-account.js';
import { partProgress } from '../part-context.js';
import { streamOf } from '../open-account.js';
import type { IntegrationRow, PartRow } from '../rows.js';
import { advance, SETTLING_MS, type Gap } from './advance.js';
import { cursorOf, storedCursor, type JournalCursor } from './cursor.js';
import { gapOf, gapOutcome, reportOf } from './gap-text.js';
import { isInDoubt, judgeReading, type Judged } from './judge-reading.js';
import { dayOf } from './plan-journal.js';
import { lookAtScans, partsOf, settleScans, type ScanWork } from './scans.js';
import { BESIDE, GAPS_OF_RUN } from './statements.js';
import { toldBy } from './told.js';
import { writeReading } from './write-reading.js';

/** Answers in one look; each is committed before the next is asked for. An account with more waits for the next step. */
const MOST_ANSWERS = 50;

/** What is to be done beside the journal, and when to look again (ms). */
export type Polled = { readonly waitMs: number; /** Entries told, and records that are still left alone for a moment: the inbox is to be looked at. */ readonly read: number; readonly beside: readonly PartRef[]; readonly phones: number };

export type PollInput = {
  readonly part: PartRow;
  readonly integration: IntegrationRow;
  readonly account: OpenAccount;
  readonly context: PartContext;
  readonly signal: AbortSignal;
};

type Desk = { readonly engine: Engine; readonly input: PollInput; readonly journal: Journal; readonly definition: JournalDefinition; readonly stream: Stream };

/** Whether an empty answer hides something: asked now and then, and always when following begins. */
async function doubt({ engine, journal, definition, input }: Desk, cursor: JournalCursor, { requestedMs: nowMs }: JournalReading, { continuity }: Judged): Promise<boolean | null> {
  const asked = cursor.doubtedMs !== null && nowMs - cursor.doubtedMs < engine.tuning.silentJournalMs;
  if (continuity !== 'silent' || !isInDoubt(cursor, nowMs, definition) || asked) return null;
  return journal.missed(nowMs - definition.keepMs + 2 * 3_600_000, nowMs - SETTLING_MS, input.signal);
}

async function planGap({ stream, input }: Desk, gap: Gap): Promise<ReturnType<typeof partsOf>> {
  if (stream.delta === null) throw new Error(`stream ${stream.name} has a journal and no lane of changes`);
  return partsOf(gap, await stream.delta.plan({ saved: null, followedSinceMs: gap.rereadFromMs, sinceMs: null, untilMs: null }, input.signal));
}

/** The day's part ends when its day is over and nothing is read beside it; whatever the journal did not tell makes it incomplete. */
async function endOfDay({ engine, input }: Desk, nowMs: number, work: ScanWork, hasNew: boolean): Promise<PartEnd> {
  const { part } = input;
  if (dayOf(nowMs) === part.range['day'] || hasNew || work.left.length + work.renewed.length + work.finished.length > 0) return endOf(false);
  const [open] = await engine.dataSource.query<{ count: number }[]>(`select count(*)::int as count from part where run_id = $1 and id <> $2 and state = 'open'`, [part.run_id, part.id]);
  if ((open?.count ?? 0) > 0) return endOf(false);
  const rows = await engine.dataSource.query<{ range: PartRow['range']; found: string | null }[]>(GAPS_OF_RUN, [part.run_id]);
  const gaps = rows.flatMap(({ range, found }) => {
    const gap = gapOf(range);
    return gap === null ? [] : [reportOf(gap, found === null ? null : Number(found))];
  });
  return gaps.length === 0 ? endOf(true) : { state: 'incomplete', outcome: gapOutcome(gaps) };
}

const addCounts = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.entries(b).reduce((sum: Record<string, number>, [key, count]) => ({ ...sum, [key]: (sum[key] ?? 0) + count }), { ...a });

/** `moved`: the answer led further, so that there may be more behind it. */
type Step = { readonly progress: PartProgress | null; readonly cursor: JournalCursor; readonly fresh: number; readonly moved: boolean; readonly ended: boolean };

async function readOnce(desk: Desk, progress: PartProgress, cursor: JournalCursor): Promise<Step> {
  const { engine, input, journal, definition } = desk;
  const reading = await journal.read(cursor.logId, input.signal);
  engine.failpoint?.('journal-read');
  const judged = judgeReading(cursor, reading, definition);
  const missed = await doubt(desk, cursor, reading, judged);
  const moved = advance(cursor, reading, judged, missed, { rereadMs: definition.rereadMs(input.integration.settings), silentMs: engine.tuning.silentJournalMs });
  const parts = moved.gap === null ? [] : await planGap(desk, moved.gap);
  const work = await lookAtScans(engine, cursor.scans, reading.requestedMs);
  const told = toldBy(judged.fresh, definition);
  const added = [...parts, ...work.renewed.map(({ part }) => part)];
  const next: JournalCursor = { ...moved.cursor, scans: [...work.left, ...added.map(({ id }) => id)], unknown: addCounts(cursor.unknown, { ...told.unknown, ...(reading.unreadable === undefined ? {} : { unreadable: reading.unreadable }) }) };
  const end = await endOfDay(desk, reading.requestedMs, work, added.length > 0);
  input.signal.throwIfAborted();
  const written = await writeReading(engine, input.context, {
    entries: judged.fresh, told, progress, cursor: storedCursor(next), parts: added, end, also: (session) => settleScans(session, input.context, work),
  });
  engine.failpoint?.('journal-committed');
  return { progress: written, cursor: next, fresh: judged.fresh.length, moved: next.logId !== null && next.logId !== cursor.logId, ended: end.state !== 'open' };
}

type Beside = Pick<Polled, 'beside' | 'phones'> & { /** Records left alone for a moment, and how long until the first is due, ms. */ readonly born: number; readonly bornMs: number };
type BesideRow = { readonly parts: readonly PartRef[]; readonly phones: number; readonly born: { readonly count: number; readonly ms: number | null } };

async function lookBeside(engine: Engine, part: PartRow): Promise<Beside> {
  const [row] = await engine.dataSource.query<BesideRow[]>(BESIDE.text, [part.run_id, part.id, part.integration_id]);
  return { beside: row?.parts ?? [], phones: row?.phones ?? 0, born: row?.born.count ?? 0, bornMs: Math.ceil(row?.born.ms ?? 0) };
}

/**
 * One look at a journal: reads on from the newest entry known until an answer holds nothing new, writes every answer with what it
 * leads to, and closes gaps by scans of the lane of changes.
 * @throws Failure what the platform answered
 */
export async function pollJournal(engine: Engine, input: PollInput): Promise<Polled> {
  const { account, part, integration } = input;
  const { journal } = account.connector;
  const definition = account.definition.journal;
  if (journal === undefined || definition === undefined) throw new Error(`${integration.platform} keeps no journal`);
  const desk: Desk = { engine, input, journal, definition, stream: streamOf(account, definition.stream) };
  let progress: PartProgress | null = partProgress(part);
  let cursor = cursorOf(part.cursor, integration.followed_ms ?? part.created_ms);
  let told = 0;
  let more = true;
  for (let answers = 0; answers < MOST_ANSWERS && progress !== null && more; answers += 1) {
    const step: Step = await readOnce(desk, progress, cursor);
    progress = step.progress;
    cursor = step.cursor;
    told += step.fresh;
    more = step.moved && !step.ended;
  }
  // Whatever was just born may have more to it in a moment: links between orders come as entries of their own.
  const { born, bornMs, ...beside } = await lookBeside(engine, part);
  const pollMs = definition.pollMs(integration.settings);
  return { read: told + born, waitMs: progress === null || more ? 0 : born > 0 ? Math.min(pollMs, Math.max(1, bornMs)) : pollMs, ...beside };
}
