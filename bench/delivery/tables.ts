import { aligned } from '../text-table.js';
import { percentiles } from '../load/percentiles.js';
import type { ExportCell } from './export-cell.js';
import type { FaultsCell } from './faults-cell.js';
import type { LoopFigures } from './loop-side.js';

const n = (value: number): string => value.toLocaleString('en-GB');

const loopRow = ({ name, sent, perSecond, truth }: LoopFigures): string[] => [
  `loop: ${name}`, n(sent), perSecond.toFixed(1), n(truth?.duplicates ?? 0), n((truth?.missing ?? 0)), n((truth?.surplus ?? 0) + (truth?.different ?? 0)),
];

/** Purchases of the relay beside those of the loop, and what it took. */
export function faultsTable(cell: FaultsCell): string {
  const { truth, lost, kills, events, ledgers, requests } = cell;
  const recovery = kills.flatMap((kill) => kill.recoverySeconds ?? []);
  const calls = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return [
    aligned([
      ['', 'events', 'events/s', 'duplicates', 'missing', 'wrong'],
      ['relay, faults and kills', n(truth.events), cell.perSecond.toFixed(1), n(truth.duplicates), n(truth.missing), n(truth.surplus + truth.different)],
      ...cell.loops.map(loopRow),
    ]),
    '',
    `${cell.seconds.toFixed(1)} s; ${String(kills.length)} kills, ${n(kills.reduce((sum, kill) => sum + kill.leftUnderWay, 0))} calls left under way by them, at most ${Math.max(0, ...recovery).toFixed(1)} s until the next delivery`,
    `answers lost: ${Object.entries(lost).map(([name, count]) => `${name} ${n(count)}`).sort().join(', ')}`,
    `events: ${n(events.calls)} calls, ${n(events.verifiedByReading)} verified by reading, ${n(events.resent)} sent again; ${n(calls)} requests in all`,
    `route ledger: ${JSON.stringify(ledgers.route)}`,
    `destination ledger: ${JSON.stringify(ledgers.destination)}`,
    `waits that are shorter than in production, ms: ${JSON.stringify(cell.tuning)}`,
    ...cell.truth.examples, ...cell.contactsNotAsBuilt.slice(0, 3),
  ].join('\n');
}

function latencies({ live }: ExportCell, who: 'old' | 'new'): string {
  const own = live.filter((change) => change.who === who);
  const { p50, max } = percentiles(own.flatMap(({ seconds }) => seconds ?? []));
  return `${String(own.length)} orders of ${who} people: median ${p50.toFixed(1)} s, at most ${max.toFixed(1)} s (${own.map(({ seconds }) => seconds?.toFixed(2) ?? 'never').join(', ')})`;
}

/** A first export as the account saw it. */
export function exportTable(cell: ExportCell): string {
  const { pace, loop, after, contacts } = cell;
  return [
    aligned([
      ['', 'contacts', 'seconds', 'contacts/min', 'off', 'requests a contact'],
      ['first export', n(pace.contacts), pace.seconds.toFixed(1), pace.kept.toFixed(0), `${pace.offPercent.toFixed(1)} %`, cell.requestsPerContact.toFixed(3)],
      [`loop: ${loop.name}`, n(loop.sent), loop.seconds.toFixed(1), (60 * loop.perSecond).toFixed(0), '', (loop.calls / loop.sent).toFixed(3)],
    ]),
    '',
    `pace of ${n(pace.setting)} a minute, at most ${n(cell.mostInAMinute)} in any minute; counted for the confirmation in ${cell.countedSeconds.toFixed(1)} s`,
    `workflows by contacts ${n(after['workflowsByContacts'] ?? 0)}, by tags ${n(after['workflowsByTags'] ?? 0)}, by events ${n(after['workflowsByEvents'] ?? 0)} (live changes alone may start some); confirmation mails ${n(after['confirmationMails'] ?? 0)}`,
    `contacts: ${n(contacts.there)} there, ${n(contacts.promised)} counted before, ${n(contacts.missing)} missing; ${n(contacts.checked)} compared, ${n(contacts.notAsBuilt.length)} not as built`,
    latencies(cell, 'old'),
    latencies(cell, 'new'),
    `requests: ${Object.entries(cell.requests).map(([name, count]) => `${name} ${n(count)}`).sort().join(', ')}`,
    `CPU s: ${JSON.stringify(cell.use.cpuSeconds)}; write-ahead log ${n(cell.use.walMb)} MB`,
    `route ledger: ${JSON.stringify(cell.ledgers.route)}`,
    `destination ledger: ${JSON.stringify(cell.ledgers.destination)}`,
    `waits that are shorter than in production, ms: ${JSON.stringify(cell.tuning)}`,
    ...contacts.notAsBuilt.slice(0, 3),
  ].join('\n');
}
