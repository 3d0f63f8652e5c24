/** Answers a fault puts in the place of the right one. */
import { htmlAnswer, type Answer } from '../answer.js';
import type { Fault } from './faults.js';

const PAGE = (title: string): string => `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
const PHP_ERRORS = { 3: 'PHP Warning #2', 5: 'PHP Notice #8', 15: 'PHP Unknown error #8192' } as const;

/** The answer without asking the shop, or null: ask it first. @param json whether an envelope is JSON @param front shop front */
export function substitute(fault: Fault, json: boolean, front: string): Answer | null {
  const retry: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  switch (fault.kind) {
    case 'status-429':
      return htmlAnswer(429, PAGE('429 Too Many Requests'), retry);
    case 'status-503':
      if (fault.body === 'html') return htmlAnswer(503, PAGE('503 Service Unavailable'), retry);
      return envelope(503, 22, 'The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back Office', json, retry);
    case 'php-error': {
      const code = fault.code ?? 5;
      return envelope(500, code, `[${PHP_ERRORS[code]}] Undefined index: invented (/modules/invented/invented.php, line 42)`, json, {});
    }
    case 'empty-500':
      return htmlAnswer(500, '');
    case 'html':
      return htmlAnswer(200, PAGE('Sklep Przykładowy'));
    case 'redirect':
      return htmlAnswer(302, '', { Location: front });
    default:
      return null;
  }
}

/** The right answer, spoiled on its way out. */
export function spoil(fault: Fault, answer: Answer): Answer {
  if (fault.kind === 'php-notice') {
    const noise = '<br />\n<b>Deprecated</b>:  Creation of dynamic property Invented::$x is deprecated in <b>/modules/invented/invented.php</b> on line <b>42</b><br />\n';
    return { ...answer, body: Buffer.concat([Buffer.from(noise), answer.body]) };
  }
  if (answer.status !== 200 || answer.headers['Content-Type'] !== 'application/json') return answer;
  const change = fault.kind === 'wrong-types' ? turned : fault.kind === 'duplicates' ? doubled : null;
  return change === null ? answer : { ...answer, body: Buffer.from(JSON.stringify(change(JSON.parse(answer.body.toString())))) };
}

/** Every record of a list twice. */
function doubled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, list]) => [name, Array.isArray(list) ? list.flatMap((item: unknown) => [item, item]) : (list as unknown)]));
}

/** Wrappers stay; every value inside a record becomes of another type. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => turned(item));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, turned(inner)]));
  if (typeof value === 'number') return { value };
  return typeof value === 'string' ? [value] : false;
}

function envelope(status: number, code: number, message: string, json: boolean, headers: Readonly<Record<string, string>>): Answer {
  const type: Record<string, string> = json ? { 'Content-Type': 'application/json' } : { 'Content-type': 'text/xml;charset=utf-8' };
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">\n<errors>\n<error>\n<code><![CDATA[${String(code)}]]></code>\n<message><![CDATA[${message}]]></message>\n</error>\n</errors>\n</prestashop>\n`;
  const body = json ? JSON.stringify({ errors: [{ code, message }] }) : xml;
  return { status, headers: { 'X-Powered-By': 'PrestaShop Webservice', ...headers, ...type }, body: Buffer.from(body) };
}
