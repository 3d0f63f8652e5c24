import type { HttpResponse } from '#libs/http/http-client.js';
import { isRow, textOf, type Row } from '../sdk/values.js';
import { orNothing } from './assumptions.js';
import { failureOfAnswer, untrustworthy } from './idea-commerce.errors.js';

/** Rows of an answer, and how many there are in the whole list; null when the answer does not tell. */
export type Listing = { readonly rows: readonly unknown[]; readonly total: number | null };

const HTML = /<(?:!doctype|html|head|body|title)\b/iu;
const MOST_TEXT = 2_048;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Texts of the 422 of FastAPI. What was sent, which newer versions give back, is left out. */
function detailOf(detail: unknown): string | null {
  if (!Array.isArray(detail)) return textOf(detail);
  const texts = detail.flatMap((one: unknown) => (isRow(one) ? [[Array.isArray(one['loc']) ? one['loc'].join('.') : null, textOf(one['msg'])].filter((part) => part !== null).join(': ')] : []));
  return texts.length === 0 ? null : texts.join('; ');
}

/** What an answer says about a failure (sheet section 10): `error_message`, `detail`, `message`, else the body itself. Long numbers may be telephones. */
function wordsOf(body: unknown, text: string): string {
  const told = isRow(body) ? (textOf(body['error_message']) ?? detailOf(body['detail']) ?? textOf(body['message'])) : null;
  return (told ?? (isRow(body) ? `${String(text.length)} characters` : text)).slice(0, MOST_TEXT).replaceAll(/\d{7,}/gu, '…');
}

/** True for a 200 that reports an error, whatever else is in it (sheet section 9). */
const reportsError = (body: Row): boolean => orNothing(body['error_message']) !== null;

/**
 * The list of an answer (sheet section 2).
 * @throws Failure by the error table, and for everything that is not the asked list
 */
export function listingOf(response: HttpResponse, list: string, secrets: readonly string[], code?: string): Listing {
  const text = response.body.toString('utf8').trim();
  const body = parsed(text);
  const refuse = (why: string, detail: string): Error => failureOfAnswer({ status: response.status, code: code ?? why, list, detail, secrets });
  const isPage = HTML.test(text.slice(0, 2_000));
  if (response.status !== 200) throw refuse(isPage ? 'html' : 'refused', isPage ? 'a page' : wordsOf(body, text));
  // Bodies of good answers may hold anybody's data.
  if (body === undefined) throw refuse(isPage ? 'html' : 'unreadable', `${String(response.body.length)} bytes`);
  if (!isRow(body)) throw untrustworthy('unexpected_shape', list);
  if (reportsError(body)) throw refuse('error_message', wordsOf(body, text));
  const rows = body[list.split('/').at(-1) ?? list];
  if (!Array.isArray(rows)) throw untrustworthy('unexpected_shape', list);
  const total = Number(textOf(body['total_count']) ?? Number.NaN);
  return { rows: rows as readonly unknown[], total: Number.isSafeInteger(total) && total >= 0 ? total : null };
}
