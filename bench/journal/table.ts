import { aligned } from '../text-table.js';
import type { JournalFigures } from './journal-faults.js';

const n = (value: number): string => value.toLocaleString('en-GB');
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** What was sold, what arrived, and what it took of the account. */
export function journalTable({ sold, expected, verdict, kills, seconds, requests, acts }: JournalFigures): string {
  const { entries } = verdict;
  const by = (victim: string): number => kills.filter((one) => one === victim).length;
  return [
    aligned([
      ['', 'orders', 'purchases', 'missing', 'doubled', 'surplus', 'wrong value', 'wrong person', 'kills', 'blocks'],
      ['to be sent', n(expected), n(verdict.purchases), n(verdict.missing.length), n(verdict.doubled.length), n(verdict.surplus.length), n(verdict.wrongValue.length), n(verdict.wrongPerson.length), n(kills.length), n(requests.blocks)],
      ['not to be sent', n(sold - expected), '0'],
    ]),
    '',
    `kills: ${['worker', 'postgres', 'temporal', 'api'].map((victim) => `${victim} ${n(by(victim))}`).join(', ')}; ${seconds.toFixed(0)} s from the first sale until nothing waited`,
    `journal: ${n(entries.written)} entries written, ${n(entries.missing)} not stored, ${n(entries.surplus)} stored twice or made up`,
    `requests: ${n(requests.total)} (${Object.entries(requests.byMethod).map(([name, count]) => `${name} ${n(count)}`).sort().join(', ')}), at most ${n(requests.mostInAMinute)} in any minute; ${percent(requests.shareUsed)} of the ${n(requests.allowedPerMinute)} a minute that are allowed`,
    `changes: ${Object.entries(acts).map(([name, count]) => `${name} ${n(count)}`).sort().join(', ')}`,
  ].join('\n');
}
