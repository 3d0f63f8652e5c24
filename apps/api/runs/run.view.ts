import type { EntityManager } from 'typeorm';
import { ENDED, type RunState } from '#libs/domain/run-state.js';
import type { Desired, JsonObject, Language, Localized, Platform, RunKind } from '#libs/domain/words.js';
import { journalsOf, type RunJournal } from './run-journals.js';
import { ledgersOf, percentOf, type RunLedgers } from './run-ledgers.js';
import { worksOf, type RunWork } from './run-work.js';
import { secondsLeftOf } from './time-left.js';
import type { RunView } from './run.schemas.js';

/** A run row with the name of its integration. */
export type RunRow = {
  readonly id: string;
  readonly integrationId: string;
  readonly integrationName: string;
  readonly integrationCode: string;
  readonly platform: Platform;
  readonly kind: RunKind;
  readonly state: RunState;
  readonly desired: Desired;
  readonly request: JsonObject;
  readonly waiting: JsonObject | null;
  readonly outcome: JsonObject | null;
  /** Sent to plan it. */
  readonly requests: number;
  readonly requestedBy: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
};

export const RUN_COLUMNS = `r.id, r.integration_id as "integrationId", i.name as "integrationName", i.code as "integrationCode", i.platform, r.kind, r.state, r.desired, r.request, r.waiting,
  r.outcome, r.requests::float8 as requests, r.requested_by as "requestedBy", r.created_at as "createdAt", r.started_at as "startedAt", r.ended_at as "endedAt"`;

function told(value: unknown, language: Language): string | null {
  return typeof value === 'object' && value !== null ? ((value as Localized)[language] ?? null) : null;
}

/** A stored reason of waiting, in words. */
export function waitingView(waiting: JsonObject | null, language: Language): RunView['waiting'] {
  if (waiting === null) return null;
  const { code, text, fix, until } = waiting;
  const word = typeof code === 'string' ? code : 'unknown';
  return { code: word, message: told(text, language) ?? word, fix: told(fix, language), until: typeof until === 'string' ? until : null };
}

function outcomeOf(row: RunRow, language: Language): RunView['outcome'] {
  if (row.outcome === null) return null;
  const { code, text, fix, places } = row.outcome;
  const localPlaces = (Array.isArray(places) ? places : []).map((place: unknown) => {
    const { reason, ...rest } = place as { reason?: JsonObject | null };
    const gaps = reason?.['gaps'];
    return { ...rest, reason: reason ? { code: reason['code'], message: told(reason['text'], language), fix: told(reason['fix'], language), ...(Array.isArray(gaps) ? { gaps } : {}) } : null };
  });
  return { code: typeof code === 'string' ? code : null, message: told(text, language), fix: told(fix, language), places: localPlaces };
}

/** Records a second since the start; null before the first. */
function rateOf(row: RunRow, { total }: RunLedgers, now: number): number | null {
  const from = row.startedAt?.getTime();
  if (from === undefined || total.read === 0) return null;
  return total.read / Math.max(0.001, ((row.endedAt?.getTime() ?? now) - from) / 1_000);
}

/** Counted in requests where the run knows how many it takes, else in records. */
function progressOf(row: RunRow, ledgers: RunLedgers, { work, seconds, asked }: RunWork, rate: number | null): { percent: number | null; secondsLeft: number | null } {
  const complete = row.state === 'complete' || row.state === 'complete_with_rejects';
  if (work !== null) {
    const left = seconds === null ? null : secondsLeftOf(work, seconds, asked);
    return { percent: percentOf(work.done, work.done + work.left + work.given, complete), secondsLeft: left === null ? null : Math.ceil(left) };
  }
  const { expected, total } = ledgers;
  const left = row.state === 'running' && expected !== null && rate !== null ? Math.ceil(Math.max(0, expected - total.read) / rate) : null;
  return { percent: percentOf(total.read, expected, complete), secondsLeft: left };
}

type Counted = { readonly ledgers: RunLedgers; readonly work: RunWork; readonly journal: RunJournal | null };

function view(row: RunRow, { ledgers, work, journal }: Counted, language: Language, now: number): RunView {
  // A day of following is over when it is over: what it reads beside the journal says nothing about its pace.
  const rate = journal === null ? rateOf(row, ledgers, now) : null;
  const progress = progressOf(row, ledgers, work, rate);
  return {
    id: row.id,
    integration: { id: row.integrationId, name: row.integrationName, platform: row.platform },
    kind: row.kind,
    state: row.state,
    desired: row.desired,
    ended: ENDED.has(row.state),
    streams: ledgers.streams,
    total: ledgers.total,
    expected: ledgers.expected,
    requests: row.requests + ledgers.requests,
    ...(journal === null || row.endedAt !== null ? progress : { percent: null, secondsLeft: null }),
    ratePerSecond: rate === null ? null : Math.round(rate * 10) / 10,
    journal,
    waiting: waitingView(row.waiting, language),
    outcome: outcomeOf(row, language),
    request: row.request,
    requestedBy: row.requestedBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

/** Runs as callers see them. */
export async function runViews(manager: EntityManager, rows: readonly RunRow[], language: Language): Promise<RunView[]> {
  const ids = rows.map((row) => row.id);
  const [ledgers, works, journals] = [await ledgersOf(manager, ids), await worksOf(manager, ids), await journalsOf(manager, ids)];
  const now = Date.now();
  return rows.flatMap((row) => {
    const own = ledgers.get(row.id);
    const work = works.get(row.id);
    return own === undefined || work === undefined ? [] : [view(row, { ledgers: own, work, journal: journals.get(row.id) ?? null }, language, now)];
  });
}
