import type { DictionaryEntry } from '../sdk/connector.js';

/** An order whose content lives in another one. */
export const JOINED = 'joined';

type Group = 'open' | 'done' | 'failed' | 'cancelled' | 'merged';

/** Codes of orders with their names in the Polish panel (sheet section 5.2), and some met outside the current list. */
const STATUSES: Readonly<Record<string, readonly [name: string, group: Group]>> = {
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
  returned: ['Zwrócone', 'failed'],
  complainted: ['Reklamowane', 'failed'],
  complained: ['Reklamowane', 'failed'],
  missing: ['Braki', 'failed'],
  lost: ['Zagubione', 'failed'],
  false: ['Fałszywe', 'cancelled'],
  canceled: ['Anulowane przez klienta', 'cancelled'],
  all_canceled: ['Anulowane w całości', 'cancelled'],
  [JOINED]: ['Połączone z innym zamówieniem', 'merged'],
};

/** The platform accepts codes that are in no list; those are shown as they are. */
export const STATUS_NAMES: readonly DictionaryEntry[] = Object.entries(STATUSES).map(([code, [name, group]]) => ({ kind: 'status', code, name, iso: null, flags: { [group]: true } }));

/** Key of a panel's own status in the dictionary: its numbers must not be taken for codes. */
export const statusDetailKey = (id: string): string => `id:${id}`;
