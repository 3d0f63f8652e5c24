import type { OrderStage } from '#libs/domain/order-stage.js';
import type { DictionaryEntry } from '../sdk/connector.js';

/** An order whose content lives in another one. */
export const JOINED = 'joined';

/**
 * Codes of orders with their names in the Polish panel (sheet section 5.2), and some met outside the current list.
 * `blocked` only says that nobody works on it. A complaint is about goods that were sold and sent: the purchase has taken
 * place, and whether anything came back is told by `returned` alone.
 */
const STATUSES: ReadonlyMap<string, readonly [name: string, stage: OrderStage]> = new Map(Object.entries<readonly [string, OrderStage]>({
  new: ['Nieobsłużone', 'open'],
  payment_waiting: ['Oczekiwanie na wpłatę', 'open'],
  delivery_waiting: ['Oczekiwanie na dostawę', 'open'],
  on_order: ['Realizowane', 'open'],
  packed: ['Pakowane', 'open'],
  packed_fulfillment: ['Pakowane fulfillment', 'open'],
  packed_ready: ['Spakowane', 'open'],
  ready: ['Gotowe', 'open'],
  wait_for_dispatch: ['Oczekuje na termin wysyłki', 'open'],
  wait_for_packaging: ['Oczekuje na pakowanie', 'open'],
  wait_for_receive: ['Oczekuje na odbiór', 'open'],
  handled: ['Obsługiwane', 'open'],
  suspended: ['Wstrzymane', 'open'],
  blocked: ['Zablokowane', 'open'],
  finished: ['Zrealizowane', 'done'],
  finished_ext: ['Zrealizowane w programie FK', 'done'],
  returned: ['Zwrócone', 'returned'],
  complainted: ['Reklamowane', 'done'],
  complained: ['Reklamowane', 'done'],
  missing: ['Braki', 'failed'],
  lost: ['Zagubione', 'failed'],
  false: ['Fałszywe', 'cancelled'],
  canceled: ['Anulowane przez klienta', 'cancelled'],
  all_canceled: ['Anulowane w całości', 'cancelled'],
  [JOINED]: ['Połączone z innym zamówieniem', 'dropped'],
}));

/** The platform accepts codes that are in no list; those are shown as they are. */
export const STATUS_NAMES: readonly DictionaryEntry[] = [...STATUSES].map(([code, [name, stage]]) => ({ kind: 'status', code, name, iso: null, flags: { [stage]: true } }));

/** What a status means for whoever counts purchases. Of a code nobody knows the worst is not assumed: the order stands. */
export const stageOf = (status: string | null): OrderStage => STATUSES.get(status ?? '')?.[1] ?? 'open';

/** Key of a panel's own status in the dictionary: its numbers must not be taken for codes. */
export const statusDetailKey = (id: string): string => `id:${id}`;
