import type { Percentiles } from '../load/percentiles.js';
import { aligned } from '../text-table.js';
import type { Acknowledgement } from './acknowledgement.js';
import type { Answers } from './answers.js';
import type { BesideFirstSync } from './beside-first-sync.js';
import type { Evidence } from './evidence.js';
import type { TemporalDown } from './temporal-down.js';

const ms = (value: number): string => value.toFixed(1);
const four = ({ p50, p90, p99, max }: Percentiles): string[] => [p50, p90, p99, max].map(ms);
const after = (seconds: number | null): string => (seconds === null ? 'never' : `${seconds.toFixed(1)} s`);
const counted = (counts: Readonly<Record<string, number>>): string => Object.entries(counts).map(([name, count]) => `${name}: ${String(count)}`).join(', ') || 'none';

const answerRow = (name: string, { ack, senderLate, answers, cpuPerThousand, cpuSeconds }: Answers): string[] => [
  name, ...four(ack), ms(senderLate.p99), cpuPerThousand.toFixed(2), (cpuSeconds['postgres'] ?? 0).toFixed(1), counted(answers),
];

const ANSWER_HEAD = ['acknowledged, ms', 'p50', 'p90', 'p99', 'max', 'sender p99', 'CPU s per 1,000', 'CPU s PG', 'answers'];

function evidenceLines({ named, received, stored, applied, fresh, panel, firstAppliedSeconds, waited, runs }: Evidence): string[] {
  return [
    `  ${String(named)} records named; ${String(received)} deliveries counted, ${String(stored)} records stored, ${String(applied)} applied, ${String(fresh)} brought up to date`,
    `  panel: ${String(panel.once)} of them read once, ${String(panel.again)} more than once, ${String(panel.never)} never, ${String(panel.unnamed)} others${panel.logComplete ? '' : ' (only the end of its log was kept)'}; ` +
      `${String(panel.requests)} requests, ${String(panel.byId)} by id (${String(panel.least)} is the least): ${String(panel.recordsPerRequest)} records a request`,
    `  first on its card ${after(firstAppliedSeconds)} after the start; stored to applied: p50 ${(waited.p50 / 1_000).toFixed(1)} s, p99 ${(waited.p99 / 1_000).toFixed(1)} s; runs: ${counted(runs)}`,
  ];
}

export function acknowledgementTable({ service, bare, insert, backlog, drainSeconds, evidence }: Acknowledgement): string {
  return [
    aligned([ANSWER_HEAD, answerRow('service', service), answerRow('204 at once', bare), answerRow('one INSERT each', insert)]),
    `  CPU s while they came: ${counted(service.cpuSeconds)} (receiver is the API)`,
    `  ${String(backlog)} records waited when the last one was answered; drained ${drainSeconds.toFixed(1)} s later`,
    ...evidenceLines(evidence),
  ].join('\n');
}

export function temporalTable({ service, downSeconds, backlog, openedSeconds, firstAppliedSeconds, drainSeconds, recordsPerSecond, evidence }: TemporalDown): string {
  return [
    aligned([ANSWER_HEAD, answerRow('Temporal down', service)]),
    `  down for ${downSeconds.toFixed(1)} s; ${String(backlog)} records waited; a run opened ${after(openedSeconds)}, first on its card ${after(firstAppliedSeconds)} and last ${drainSeconds.toFixed(1)} s after it was back; ${String(recordsPerSecond)} records/s between`,
    ...evidenceLines(evidence),
  ].join('\n');
}

export function besideTable({ alone, beside, firstSync }: BesideFirstSync): string {
  const row = (name: string, { onCard, arrived, deliveries, shownByApi }: BesideFirstSync['alone']): string[] => [name, ...four(onCard), `${String(arrived)} of ${String(deliveries)}`, String(shownByApi)];
  return [
    aligned([['delivery to card, ms', 'p50', 'p90', 'p99', 'max', 'arrived', 'shown by API'], row('alone', alone), row('beside a first sync', beside)]),
    `  the other shop: ${String(firstSync.recordsPerSecond)} records/s meanwhile${firstSync.outlasted ? '' : ', but it ENDED before the deliveries'}`,
  ].join('\n');
}
