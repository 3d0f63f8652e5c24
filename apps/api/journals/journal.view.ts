import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { JournalDefinition } from '#libs/connectors/sdk/journal.js';
import type { JsonObject, Language, Localized } from '#libs/domain/words.js';
import type { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { cursorOf, type JournalCursor } from '#libs/sync/journal/cursor.js';
import { waitingView } from '../runs/run.view.js';
import { asFailure } from '../http/failure-problem.js';
import { openScans, recentGaps } from './journal-gaps.js';
import type { JournalRows, PlaceRow } from './journal-rows.js';
import type { JournalState, JournalView } from './journal.schemas.js';
import { tellingOf } from './journal.texts.js';

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** What a person wants comes before what the platform says, and that before what the journal tells. */
function stateOf({ state }: IntegrationEntity, { run }: PlaceRow, cursor: JournalCursor | null): JournalState {
  if (state === 'stopped' || state === 'paused') return state;
  if (state === 'needs_authentication') return 'waiting';
  if (state !== 'running') return 'not_started';
  if (run?.desired === 'pause' || run?.state === 'paused') return 'paused';
  if (run?.state === 'waiting') return 'waiting';
  if (cursor !== null && cursor.silentSinceMs !== null) return 'silent';
  return cursor !== null && cursor.scans.length > 0 ? 'closing_gap' : 'following';
}

/** The run says it best; without one the integration says what it needs. */
function waitingOf(integration: IntegrationEntity, { run }: PlaceRow, language: Language): JournalView['waiting'] {
  const told = run?.state === 'waiting' ? waitingView(run.waiting, language) : null;
  const problem = asFailure(integration.problem);
  return told ?? (problem === null ? null : { code: problem.code, message: problem.text[language], fix: problem.fix?.[language] ?? null, until: null });
}

/** Whoever waits looks again when the wait is over. */
function nextLook(state: JournalState, polledMs: number | null, waiting: JournalView['waiting'], pollMs: number): string | null {
  if (state === 'waiting') return waiting?.until ?? null;
  if (state === 'paused' || state === 'stopped' || state === 'not_started') return null;
  return polledMs === null ? null : time(polledMs + pollMs);
}

function phonesOf({ phones }: JournalRows, requestsPerPhone: number | undefined): JournalView['phones'] {
  if (requestsPerPhone === undefined) return null;
  const { waiting, done, looks, orders } = phones;
  return { waiting, done, requests: looks * requestsPerPhone, orders };
}

/** Counted beside the types: what was no entry at all. */
const UNREADABLE = 'unreadable';

const byType = (unknown: Readonly<Record<string, number>>): JournalView['unknownTypes'] =>
  Object.entries(unknown).filter(([type]) => type !== UNREADABLE).map(([type, count]) => ({ type: Number(type), count })).sort((a, b) => a.type - b.type);

type Defined = Pick<ConnectorDefinition, 'requestsPerPhone'> & { readonly journal: JournalDefinition };

/** The visible state of a journal. */
export function journalViewOf(integration: IntegrationEntity, definition: Defined, rows: JournalRows, language: Language): JournalView {
  const { place, day, inbox, gapParts } = rows;
  const settings: JsonObject = integration.settings;
  const cursor = place.cursor === null ? null : cursorOf(place.cursor, integration.followedSince?.getTime() ?? place.nowMs);
  const state = stateOf(integration, place, cursor);
  const waiting = state === 'waiting' ? waitingOf(integration, place, language) : null;
  const { message, fix } = tellingOf(state, cursor?.silentSinceMs ?? null, definition.journal.rereadMs(settings));
  const scans = cursor?.scans ?? [];
  const polledMs = cursor?.polledMs ?? null;
  const shown = (text: Localized | null): string | null => text?.[language] ?? null;
  return {
    state, message: message[language], fix: shown(fix), waiting,
    cursor: cursor?.logId ?? null,
    newestEntryAt: time(cursor?.atMs ?? null),
    lastAnswerAt: time(polledMs),
    lagSeconds: polledMs === null ? null : Math.max(0, Math.round((place.nowMs - polledMs) / 1_000)),
    nextLookAt: nextLook(state, polledMs, waiting, definition.journal.pollMs(settings)),
    knownUntil: time(cursor?.goodMs ?? null),
    silentSince: time(cursor?.silentSinceMs ?? null),
    day,
    unknownTypes: byType(cursor?.unknown ?? {}),
    unreadable: cursor?.unknown[UNREADABLE] ?? 0,
    inbox: { waiting: inbox.waiting, oldestAt: inbox.oldestAt?.toISOString() ?? null },
    phones: phonesOf(rows, definition.requestsPerPhone),
    scans: openScans(gapParts, scans, language),
    gaps: recentGaps(gapParts, scans, place.nowMs),
  };
}
