/** Order statuses: the platform's codes with their ids, and sub-statuses this panel added. */

export const STATUS_CODES = [
  'new', 'payment_waiting', 'delivery_waiting', 'on_order', 'packed', 'packed_fulfillment', 'packed_ready', 'ready', 'wait_for_dispatch', 'suspended',
  'finished', 'finished_ext', 'missing', 'lost', 'false', 'canceled', 'joined',
] as const;

/** Codes met outside the documented list; a few old orders carry them. */
export const STRAY_CODES = ['returned', 'complainted', 'wait_for_packaging', 'handled', 'blocked'] as const;

/** Values the search filter knows; the others of STATUS_CODES are silently dropped from it. */
export const SEARCHABLE: ReadonlySet<string> = new Set<string>(STATUS_CODES.filter((code) => !['packed_fulfillment', 'packed_ready', 'missing'].includes(code)));

const NAMES: Readonly<Record<(typeof STATUS_CODES)[number], string>> = {
  new: 'Nieobsłużone', payment_waiting: 'Oczekiwanie na wpłatę', delivery_waiting: 'Oczekiwanie na dostawę', on_order: 'Realizowane', packed: 'Pakowane',
  packed_fulfillment: 'Pakowane fulfillment', packed_ready: 'Spakowane', ready: 'Gotowe', wait_for_dispatch: 'Oczekuje na termin wysyłki', suspended: 'Wstrzymane',
  finished: 'Wysłane', finished_ext: 'Zrealizowane w FK', missing: 'Braki', lost: 'Zagubione', false: 'Fałszywe', canceled: 'Anulowane przez klienta', joined: 'Połączone',
};

const SUB: readonly { readonly id: number; readonly parent: (typeof STATUS_CODES)[number]; readonly name: string }[] = [
  { id: 101, parent: 'on_order', name: 'Realizowane – szycie na miarę' }, { id: 102, parent: 'on_order', name: 'Realizowane / czeka na decyzję' },
  { id: 103, parent: 'packed', name: 'Pakowane – prezent' }, { id: 104, parent: 'suspended', name: 'Wstrzymane: brak kontaktu z klientem' }, { id: 105, parent: 'finished', name: 'Wysłane – dosłać gratis' },
];

/** Panel id of a code; stray ones have none. */
export function statusIdOf(code: string): number {
  return STATUS_CODES.findIndex((known) => known === code) + 1;
}

/** Ids an order in this status may carry: the status itself and the panel's own ones below it. */
export function idsBelow(code: string): readonly number[] {
  return [statusIdOf(code), ...SUB.filter((sub) => sub.parent === code).map((sub) => sub.id)];
}

/** Code of a panel id; null = no such id. */
export function codeOfId(id: number): string | null {
  return SUB.find((sub) => sub.id === id)?.parent ?? STATUS_CODES[id - 1] ?? null;
}

/** `GET /orders/statuses`. */
export function panelStatuses(): readonly { readonly id: number; readonly parentId: number; readonly panelName: string }[] {
  const base = STATUS_CODES.map((code, index) => ({ id: index + 1, parentId: 0, panelName: NAMES[code] }));
  return [...base, ...SUB.map((sub) => ({ id: sub.id, parentId: statusIdOf(sub.parent), panelName: sub.name }))];
}
