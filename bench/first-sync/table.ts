import { aligned } from '../text-table.js';
import { PROMISED_PERCENT, type CellResult } from './cell.js';

const signed = (error: number | null): string => (error === null ? '-' : `${error > 0 ? '+' : ''}${error.toFixed(1)} %`);
const seconds = (value: number | null): string => (value === null ? 'not told' : String(Math.round(value)));

/** Time left against the truth, look by look. */
export function table({ marks }: CellResult): string {
  const head = ['at', 'requests', 'shown %', 'told s', 'true s', 'error', 'guess by records'];
  const rows = marks.map((mark) => [
    mark.name, String(mark.requests), mark.shownPercent === null ? '-' : mark.shownPercent.toFixed(1), seconds(mark.toldSeconds), seconds(mark.trueSeconds), signed(mark.errorPercent), signed(mark.guessErrorPercent),
  ]);
  return aligned([head, ...rows]);
}

/** What the table has no room for. */
export function notes(cell: CellResult): string {
  const { clients, orders, state, estimate, requests, steadyFrom: steady } = cell;
  return [
    `${String(clients)} clients, ${String(orders)} orders: ${state} after ${cell.seconds.toFixed(1)} s, of them ${cell.planningSeconds.toFixed(1)} s to plan; ${String(requests.run)} requests take ${cell.secondsAtBudget.toFixed(1)} s at the budget`,
    `  estimate: ${String(estimate.seconds)} s (${signed(estimate.secondsErrorPercent)}), ${String(estimate.requests)} requests (${signed(estimate.requestsErrorPercent)})`,
    `  requests: ${String(requests.run)} counted by the run, ${String(requests.otherRuns)} by others meanwhile, ${String(requests.panel)} seen by the panel; answers 429: ${String(requests.refused429)}`,
    `  worst error between 5 and 75 % of the requests: ${signed(cell.worstErrorPercent)}; within ${String(PROMISED_PERCENT)} % for good ` +
      (steady === null ? 'never' : `after ${steady.afterSeconds.toFixed(0)} s (${String(steady.requests)} requests, ${steady.shownPercent?.toFixed(1) ?? '-'} % shown)`),
  ].join('\n');
}
