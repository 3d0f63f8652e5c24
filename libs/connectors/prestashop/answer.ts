import type { HttpResponse } from '#libs/http/http-client.js';
import { isRow } from '../sdk/values.js';
import { failureOfAnswer, untrustworthy, type Refused } from './prestashop.errors.js';

const CODE = /<code>\s*(?:<!\[CDATA\[)?(\d+)|"code":\s*"?(\d+)/gu;
const ENVELOPE = /<errors>|"errors"\s*:\s*\[/u;
const HTML = /<(?:!doctype|html|head|body|title)\b/iu;

function locationHost(response: HttpResponse): string | null {
  const { location } = response.headers as { readonly location?: string };
  if (location === undefined || !URL.canParse(location)) return null;
  const url = new URL(location);
  return `${url.protocol}//${url.host}`;
}

/** What an answer that is no data says about itself. */
export function describeAnswer(response: HttpResponse, resource: string, secrets: readonly string[]): Refused {
  const text = response.body.subarray(0, 20_000).toString('utf8');
  const codes = ENVELOPE.test(text) ? [...text.matchAll(CODE)].map((match) => Number(match[1] ?? match[2])) : [];
  const trimmed = text.trim();
  const body = trimmed === '' ? 'empty' : HTML.test(trimmed) ? 'html' : /^[[{<]/u.test(trimmed) ? 'unreadable' : 'text';
  // Only the head of the platform's own errors: other bodies may hold anybody's data.
  const detail = codes.length > 0 ? trimmed.slice(0, 300) : `${String(response.body.length)} bytes`;
  return { status: response.status, codes, body, detail, resource, location: locationHost(response), secrets };
}

const EMPTY_LIST = /\[\]\s*$/u;
const PHP_NOISE = /^\uFEFF|<br \/>|<b>(?:Warning|Notice|Deprecated|Strict Standards)<\/b>|^(?:PHP )?(?:Warning|Notice|Deprecated):/iu;

/** PHP notices printed in front of an answer (sheet section 7): the answer begins where the list of this resource does. */
function behindNoise(text: string, resource: string): string | null {
  const start = text.indexOf(`{"${resource}":`);
  if (start > 0) return text.slice(start);
  return EMPTY_LIST.test(text) && PHP_NOISE.test(text) ? '[]' : null;
}

function parse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

export type Listing = { readonly rows: readonly unknown[]; readonly noisy: boolean };

/**
 * Rows of a list answer in JSON; an empty collection is `[]`.
 * @throws Failure by the error table, and for everything that is not the asked list
 */
export function rowsOf(response: HttpResponse, resource: string, secrets: readonly string[]): Listing {
  if (response.status !== 200) throw failureOfAnswer(describeAnswer(response, resource, secrets));
  const text = response.body.toString('utf8');
  let parsed = parse(text);
  let noisy = false;
  if (parsed === null) {
    const rest = behindNoise(text, resource);
    parsed = rest === null ? null : parse(rest);
    noisy = true;
  }
  if (parsed === null) throw failureOfAnswer(describeAnswer(response, resource, secrets));
  const { value } = parsed;
  if (Array.isArray(value) && value.length === 0) return { rows: [], noisy };
  if (isRow(value) && 'errors' in value) throw failureOfAnswer({ ...describeAnswer(response, resource, secrets), status: 500 });
  const rows = isRow(value) ? value[resource] : undefined;
  if (!Array.isArray(rows)) throw untrustworthy('unexpected_shape', resource);
  return { rows: rows as readonly unknown[], noisy };
}
