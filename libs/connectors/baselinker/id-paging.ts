import { untrustworthy } from './baselinker.errors.js';
import { placedRows, type Position, type Step } from './position.js';

/**
 * One step through everything confirmed from a second on, by rising id (sheet section 4, safe B). Confirmation dates come in no
 * order here, so the part is read to the end of the list; what lies behind the part is passed over.
 * @throws Failure unless ids rise from the one asked for: an answer in another order would hide rows for good
 */
export function stepById(answer: readonly unknown[], at: Position, to: number): Step {
  const all = placedRows(answer);
  const asked = at.id ?? 0;
  let highest = 0;
  for (const { id, second } of all) {
    if (second !== null && second < at.from) throw untrustworthy('filter_ignored', 'getOrders');
    if (id === 0) continue;
    if (id < asked || id <= highest) throw untrustworthy('cursor_did_not_advance', 'getOrders');
    highest = id;
  }
  const fresh = all.filter(({ id, second }) => (id === 0 || id > asked) && (second === null || second < to) && !(second === at.from && at.seen.has(id)));
  const high = Math.max(at.high, ...fresh.map(({ second }) => second ?? 0));
  return { rows: fresh.map(({ row }) => row), next: { ...at, high, id: Math.max(asked, highest) }, done: highest <= asked };
}
