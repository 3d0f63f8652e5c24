import type { RouteExportEntity } from '#libs/persistence/entities/route-export.entity.js';
import type { ExportCounts } from '#libs/delivery/export/export-row.js';
import type { Language } from '#libs/domain/words.js';
import { contactsPerMinute, secondsByPace } from '../destinations/destination-pace.js';
import { asFailure } from '../http/failure-problem.js';
import type { ExportState, ExportView } from './export.schemas.js';
import { notSilenceable, writesOf } from './export.texts.js';
import type { RouteEnds } from './route.finder.js';
import type { FoundExport } from './found-export.js';
import { optionsOf } from './route-options.js';
import { namedConsent, reasonCounts, type Catalogs } from './route.view.js';
import { warningsOf } from './route-warnings.js';

const MINUTE_MS = 60_000;

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** As the export counts; null while it has not begun to. */
const countsOf = (row: RouteExportEntity): ExportCounts | null => row.counts as unknown as ExportCounts | null;

/** Calls that make sense now. */
export function exportSteps(state: ExportState, desired: string): string[] {
  if (state === 'counting') return ['cancel'];
  if (state === 'counted') return ['confirm', 'cancel'];
  if (state === 'running') return [desired === 'pause' ? 'resume' : 'pause', 'cancel'];
  return [];
}

/** What is done and what is left. Whoever was handed over and still waits to be sent is not done. */
function progressOf(row: RouteExportEntity, waiting: number, pace: number | null): ExportView['progress'] {
  const end = row.endedAt?.getTime() ?? Date.now();
  const minutes = row.confirmedAt === null ? 0 : (end - row.confirmedAt.getTime()) / MINUTE_MS;
  const done = Math.max(0, Math.min(row.total, row.handedOver) - waiting);
  const moving = row.state === 'running' && row.desired === 'run';
  return {
    handedOver: row.handedOver,
    waiting,
    done,
    total: row.total,
    share: row.total === 0 ? null : done / row.total,
    perMinute: minutes <= 0 ? null : Math.round((done / minutes) * 10) / 10,
    secondsLeft: moving ? secondsByPace(row.total - done, pace) : null,
  };
}

function warningLines(row: RouteExportEntity, ends: RouteEnds, catalogs: Catalogs, language: Language): ExportView['warnings'] {
  const connector = catalogs.connectors.all.find(({ platform }) => platform === ends.integration.platform) ?? null;
  const own = warningsOf(ends, connector, catalogs.destinations.find(ends.destination.kind)).map(({ code, message, fix }) => ({ code, message: `${message[language]} ${fix[language]}` }));
  if (row.historySince === null) return own;
  const counts = countsOf(row);
  return [{ code: 'events_not_silent', message: notSilenceable(counts === null ? null : sum(counts.events))[language] }, ...own];
}

/** The confirmation window of an export, and how it goes. */
export function exportViewOf({ row, ends, waiting }: FoundExport, language: Language, catalogs: Catalogs): ExportView {
  const { route, destination } = ends;
  const options = optionsOf(route.options);
  const pace = contactsPerMinute(catalogs.destinations.find(destination.kind), destination.settings);
  const counts = countsOf(row);
  const seconds = counts === null ? null : secondsByPace(sum(counts.contacts), pace);
  const failure = asFailure(row.problem);
  const historySince = row.historySince?.toISOString() ?? null;
  return {
    id: row.id,
    routeId: row.routeId,
    state: row.state as ExportState,
    desired: row.desired as ExportView['desired'],
    nextSteps: exportSteps(row.state as ExportState, row.desired),
    historySince,
    optionsVersion: row.optionsVersion,
    optionsChanged: row.optionsVersion !== route.optionsVersion,
    consent: namedConsent(options, language),
    counts: counts === null ? null : { people: counts.people, contacts: counts.contacts, consents: counts.consents, events: counts.events },
    excluded: { people: reasonCounts(counts?.excluded ?? {}, language), records: reasonCounts(counts?.records ?? {}, language) },
    minutes: seconds === null ? null : Math.ceil(seconds / 60),
    writes: writesOf(destination, options, counts, historySince, language),
    warnings: warningLines(row, ends, catalogs, language),
    progress: progressOf(row, waiting, pace),
    problem: failure === null ? null : { code: failure.code, message: failure.text[language], fix: failure.fix?.[language] ?? null },
    createdAt: row.createdAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
