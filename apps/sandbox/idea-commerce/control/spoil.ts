/** Answers a fault puts in the place of the right one. */
import { broken, detail, json, page, type Answer } from '../answer.js';
import type { Fault } from './faults.js';

type Row = Readonly<Record<string, unknown>>;

/** The answer without asking the API, or null: ask it first. */
export function substitute({ kind, retryAfter, message = 'Wystąpił błąd' }: Fault): Answer | null {
  const wait: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  if (kind === 'html-502') return page(502, '502 Bad Gateway');
  if (kind === 'html-404') return page(404, '404 Not Found');
  if (kind === 'status-503') return page(503, '503 Service Temporarily Unavailable', wait);
  if (kind === 'status-429') return page(429, '429 Too Many Requests', wait);
  if (kind === 'html') return page(200, 'Przerwa techniczna');
  if (kind === 'redirect') return page(303, 'See Other', { Location: '/web/login?redirect=%2Fv2' });
  if (kind === 'status-500') return broken();
  if (kind === 'empty-body') return { status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.alloc(0) };
  if (kind === 'error-400') return json(400, { error_message: message });
  if (kind === 'detail-400') return detail(400, message);
  return kind === 'error-200' ? json(200, { error_message: message }) : null;
}

/** The right answer, spoiled on its way out; errors stay as they are. */
export function spoil(fault: Fault, answer: Answer): Answer {
  const turn = TURNS[fault.kind];
  if (turn === undefined || answer.status !== 200) return answer;
  return json(200, turn(JSON.parse(answer.body.toString()) as Row, fault));
}

const lists = (body: Row, turn: (list: readonly unknown[]) => unknown): Row => Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? turn(value) : value]));

const TURNS: Partial<Record<Fault['kind'], (body: Row, fault: Fault) => Row>> = {
  'wrong-types': (body) => lists(body, turned),
  duplicates: (body) => lists(body, (list) => list.flatMap((row) => [row, row])),
  'short-page': (body) => ({ ...lists(body, (list) => list.slice(0, list.length >> 1)), count: Number(body['count']) >> 1 }),
  'no-counts': (body) => Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'count' && name !== 'total_count')),
  'error-200-list': (body, { message = 'Wystąpił błąd' }) => ({ ...lists(body, () => []), count: 0, total_count: 0, error_message: message }),
};

/** Lists stay lists; every value below becomes of another type. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, turned(inner)]));
  return typeof value === 'string' ? [value] : typeof value === 'number' ? { value } : 'unexpected';
}
