import type { HttpResponse } from '#libs/http/http-client.js';
import { idOf, isRow, listOrMap, textOf, type Row } from '../sdk/values.js';
import { failureOfAnswer, untrustworthy, type Refused } from './idosell.errors.js';

/** Where an endpoint keeps its list; names differ from one to the next (sheet section 3, paging). */
export type ListShape = {
  readonly member: string;
  /** `camel`: resultsNumberAll; `snake`: results_number_all. */
  readonly paging: 'camel' | 'snake';
  /** Fault 2 means "no rows" here; for a few endpoints it means that the shop is blocked. */
  readonly emptyFault: boolean;
};

export type Listing = { readonly rows: readonly unknown[]; /** Rows of the whole list; of this answer where the platform does not tell. */ readonly total: number };

/** Which page of a list was asked for, counted from 0. */
export type AskedPage = { readonly number: number; readonly limit: number };

const SCOPE = /scope:\s*([a-z]+)\s*,\s*level:\s*(rw|r|w)/iu;
const NOT_LATIN = /[^\u0000-\u00FF]/u;
const HTML = /<(?:!doctype|html|head|body|title)\b/iu;
const EMPTY = 2;

/** `x-error` is UTF-8 that HTTP libraries hand out as Latin-1: "Å\x82" instead of "ł". */
export function headerText(value: string | undefined): string {
  if (value === undefined) return '';
  // Letters beyond Latin-1 cannot come from bytes that were taken for it.
  if (NOT_LATIN.test(value)) return value;
  const decoded = Buffer.from(value, 'latin1').toString('utf8');
  return decoded.includes('\uFFFD') ? value : decoded;
}

function refusedBy(response: HttpResponse, path: string, secrets: readonly string[], code?: string): Refused {
  const error = headerText(response.headers['x-error']);
  const [, module, level] = SCOPE.exec(error) ?? [];
  const text = response.body.subarray(0, 2_000).toString('utf8').trim();
  const body = text === '' ? 'empty' : HTML.test(text) ? 'html' : 'unreadable';
  return {
    status: response.status,
    code: code ?? body,
    path,
    scope: module === undefined ? null : { module: module.toUpperCase(), level: (level ?? 'r').toLowerCase() },
    // The platform's own words about the request; bodies of other answers may hold anybody's data.
    detail: error === '' ? `${String(response.body.length)} bytes` : error.slice(0, 300),
    secrets,
  };
}

function parsed(response: HttpResponse): Row | null {
  try {
    const value: unknown = JSON.parse(response.body.toString('utf8'));
    return isRow(value) ? value : null;
  } catch {
    return null;
  }
}

/** The fault of an envelope or of a row; 0 when there is none. Snippets write a list of them: the first that is one counts. */
export function faultOf(errors: unknown): number {
  if (Array.isArray(errors)) return errors.map(faultOf).find((code) => code !== 0) ?? 0;
  if (!isRow(errors)) return 0;
  const code = Number(textOf(errors['faultCode']) ?? '0');
  return Number.isSafeInteger(code) ? code : 0;
}

function read(response: HttpResponse, path: string, secrets: readonly string[], writes = false): Row {
  const body = response.status === 200 || response.status === 207 ? parsed(response) : null;
  if (body === null) throw failureOfAnswer({ ...refusedBy(response, path, secrets), writes });
  return body;
}

/**
 * Rows of a list answer. Good rows beside a fault are kept: each bad one says so itself (`error`, `errors`).
 * @param page null: the answer holds the whole list
 * @throws Failure by the error table, and for everything that is not the asked list
 */
export function listingOf(response: HttpResponse, path: string, shape: ListShape, secrets: readonly string[], page: AskedPage | null = null): Listing {
  const body = read(response, path, secrets);
  const fault = faultOf(body['errors']);
  const member = body[shape.member];
  const rows = member === undefined ? null : listOrMap(member);
  if (rows !== null && rows.length > 0) {
    const told = Number(idOf(body[shape.paging === 'camel' ? 'resultsNumberAll' : 'results_number_all']) ?? '0');
    // A list whose end is not told would be taken for read with its first page.
    if (told === 0 && page !== null && (page.number > 0 || rows.length >= page.limit)) throw untrustworthy('unexpected_shape', path);
    return { rows, total: told === 0 ? rows.length : told };
  }
  if (fault === EMPTY && shape.emptyFault) return { rows: [], total: 0 };
  if (fault !== 0) throw failureOfAnswer(refusedBy(response, path, secrets, fault === EMPTY ? 'blocked' : `fault ${String(fault)}`));
  if (rows === null) throw untrustworthy('unexpected_shape', path);
  return { rows: [], total: 0 };
}

/** An answer that is one object. @throws Failure like `listingOf` */
export function objectOf(response: HttpResponse, path: string, secrets: readonly string[]): Row {
  const body = read(response, path, secrets);
  const fault = faultOf(body['errors']);
  if (fault !== 0) throw failureOfAnswer(refusedBy(response, path, secrets, fault === EMPTY ? 'blocked' : `fault ${String(fault)}`));
  return body;
}

/**
 * What became of each row of a writing call. Codes of faults mean other things there than in reads: 1 is no refused key.
 * @throws Failure by the error table, and when nothing is said of any row
 */
export function writtenOf(response: HttpResponse, path: string, secrets: readonly string[]): readonly Row[] {
  const body = read(response, path, secrets, true);
  const rows = (listOrMap(body['results']) ?? []).filter(isRow);
  if (rows.length > 0) return rows;
  const fault = faultOf(body['errors']);
  if (fault === 0) throw untrustworthy('unexpected_shape', path);
  throw failureOfAnswer({ ...refusedBy(response, path, secrets, `write fault ${String(fault)}`), writes: true });
}
