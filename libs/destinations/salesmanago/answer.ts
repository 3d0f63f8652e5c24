import type { HttpResponse } from '#libs/http/http-client.js';
import { isRow, type Row } from '#libs/connectors/sdk/values.js';
import { outcomeUnknown, refused, unauthorised, unusable, type Call } from './salesmanago.errors.js';

/** A request that was understood and turned down as a whole, where the body has no envelope of the API's own. */
const TURNED_DOWN: ReadonlySet<number> = new Set([400, 413, 415, 422]);
const LOGIN_REFUSED: ReadonlySet<number> = new Set([401, 403]);

export function parsedObject(response: HttpResponse): Row | null {
  try {
    const value: unknown = JSON.parse(response.body.toString('utf8'));
    return isRow(value) ? value : null;
  } catch {
    return null;
  }
}

/** The vendor's words: `message` is a list of texts, in older answers a text. */
export function wordsOf(body: Row): string {
  const { message } = body;
  const parts: readonly unknown[] = Array.isArray(message) ? message : [message];
  return parts.filter((part): part is string => typeof part === 'string').join('; ');
}

function isPage(response: HttpResponse): boolean {
  return (response.headers['content-type'] ?? '').includes('html') || /^\s*<(?:!doctype|html)/iu.test(response.body.subarray(0, 200).toString('utf8'));
}

/** An answer that is not in the API's own words. A write has then no known outcome, whatever the status says. */
function notTold(response: HttpResponse, call: Call): Error {
  const { status } = response;
  const page = isPage(response);
  const words = page ? 'a web page' : `${String(response.body.length)} bytes that are no answer of the API`;
  if (call.effect === 'write') return outcomeUnknown(call, status, words);
  if (status >= 500) return unusable('server_error', call, status, words);
  if (status >= 300 && status < 400) return unusable('endpoint_redirects', call, status, words);
  if (status === 401) return unauthorised(call, status, words);
  return unusable(page || status >= 400 ? 'not_the_api' : 'answer_unreadable', call, status, words);
}

/**
 * The envelope of an answer that says `success: true`. The API refuses with HTTP 200 (sheet section 2), so the status alone
 * decides nothing; an answer without `success` is no success, and of a write it tells nothing at all.
 * @throws Failure by the vendor's words; `outcome_unknown` or the kinds of reads for everything else
 */
export function envelopeOf(response: HttpResponse, call: Call): Row {
  const { status } = response;
  const body = parsedObject(response);
  const success = body?.['success'];
  if (body === null || status >= 500 || (status >= 300 && status < 400)) throw notTold(response, call);
  if (success === true && status < 300) return body;
  const words = wordsOf(body);
  if (LOGIN_REFUSED.has(status) && success !== true) throw unauthorised(call, status, words);
  if (success === false || (success === undefined && TURNED_DOWN.has(status))) throw refused(call, status, words);
  throw notTold(response, call);
}
