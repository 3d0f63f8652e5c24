import { failure, htmlAnswer, tooMany, type Answer } from '../answer.js';
import type { Fault } from './faults.js';

const PAGES: Readonly<Record<string, readonly [number, string]>> = {
  'status-500': [500, 'HTTP Status 500 – Internal Server Error'], 'status-502': [502, '502 Bad Gateway'], 'status-503': [503, '503 Service Temporarily Unavailable'],
  'status-504': [504, '504 Gateway Time-out'], html: [200, 'Przerwa techniczna'],
};

/** The answer a fault puts in the place of the right one, or null: it has none. */
export function substitute({ kind, retryAfter, text }: Fault): Answer | null {
  if (kind === 'status-429') return tooMany(retryAfter);
  if (kind === 'refuse') return failure(text ?? 'Request cannot be processed');
  const page = PAGES[kind];
  return page === undefined ? null : htmlAnswer(page[0], page[1], retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
}
