/** Answers a fault puts in the place of the right one. */
import { apiAnswer, failure, page, type Answer } from '../answer.js';
import type { Fault } from './faults.js';

/** The answer without asking the API, or null: ask it first. */
export function substitute({ kind, retryAfter, code = 'ERROR_INTERNAL', message = 'Internal error.' }: Fault): Answer | null {
  const wait: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
  if (kind === 'html-502') return page(502, '502 Bad Gateway');
  if (kind === 'status-503') return page(503, '503 Service Temporarily Unavailable', wait);
  if (kind === 'status-429') return page(429, '429 Too Many Requests', wait);
  if (kind === 'html') return page(200, 'Przerwa techniczna');
  if (kind === 'status-500') return { status: 500, headers: { 'Content-Type': 'text/html' }, body: Buffer.alloc(0) };
  if (kind === 'empty-body') return { status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.alloc(0) };
  return kind === 'api-error' ? failure(code, message) : null;
}

/** The right answer, spoiled on its way out; errors stay as they are. */
export function spoil({ kind }: Fault, answer: Answer): Answer {
  if (kind !== 'wrong-types' && kind !== 'duplicates') return answer;
  const body = JSON.parse(answer.body.toString()) as Readonly<Record<string, unknown>>;
  if (body['status'] !== 'SUCCESS') return answer;
  return apiAnswer(Object.fromEntries(Object.entries(body).map(([name, value]) => [name, name === 'status' ? value : kind === 'duplicates' ? doubled(value) : turned(value)])));
}

function doubled(value: unknown): unknown {
  return Array.isArray(value) ? value.flatMap((row: unknown) => [row, row]) : value;
}

/** Lists stay lists; every value below becomes of another type. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, turned(inner)]));
  return typeof value === 'string' ? [value] : typeof value === 'number' ? { value } : 'unexpected';
}
