/** Answers a fault puts in the place of the right one. */
import { faultAnswer, htmlAnswer, jsonAnswer, type Answer } from '../answer.js';
import type { Fault } from './faults.js';

type Values = Readonly<Record<string, unknown>>;

/** The answer without asking the platform, or null: ask it first. */
export function substitute(fault: Fault): Answer | null {
  const retry: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  switch (fault.kind) {
    case 'status-429':
      return jsonAnswer(429, { errors: [{ message: 'Too many requests' }] }, retry);
    case 'status-503':
      return htmlAnswer(503, '503 Service Unavailable', retry);
    case 'empty-500':
      return { status: 500, headers: { 'Content-Type': 'text/plain' }, body: Buffer.alloc(0) };
    case 'html':
      return htmlAnswer(200, 'Sklep Przykładowy');
    case 'html-500':
      return htmlAnswer(500, 'Błąd 500');
    case 'fault':
      return faultAnswer(fault.code ?? 1, `Błąd wywołania bramki: kod ${String(fault.code ?? 1)}`, fault.status ?? 207);
    case 'overloaded':
      return jsonAnswer(200, { serverLoadStatus: 'overloaded' });
    default:
      return null;
  }
}

/** The right answer, spoiled on its way out; only lists of rows can be. */
export function spoil(fault: Fault, answer: Answer): Answer {
  const change = { 'wrong-types': turnedRows, duplicates: doubled, 'partial-207': partial }[fault.kind as string];
  if (change === undefined || (answer.status !== 200 && answer.status !== 207)) return answer;
  const body = JSON.parse(answer.body.toString()) as Values;
  if (!Object.values(body).some(Array.isArray)) return answer;
  return jsonAnswer(fault.kind === 'partial-207' ? 207 : answer.status, change(body));
}

/** Changes the lists of the answer and nothing else. */
function lists(body: Values, change: (rows: readonly unknown[]) => readonly unknown[]): Values {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? change(value) : value]));
}

function doubled(body: Values): Values {
  return lists(body, (rows) => rows.flatMap((row) => [row, row]));
}

/** Wrappers and paging stay; every value inside a row becomes of another type. */
function turnedRows(body: Values): Values {
  return lists(body, (rows) => rows.map(turned));
}

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, turned(inner)]));
  if (typeof value === 'number') return { value };
  return typeof value === 'string' ? [value] : false;
}

/** The last row says it failed. Orders keep row faults in a list, other rows in one object. */
function partial(body: Values): Values {
  const fault = { faultCode: 1, faultString: 'Nie udało się odczytać wszystkich danych' };
  const marked = (row: unknown): unknown => (typeof row !== 'object' || row === null ? row : 'errors' in row ? { ...row, errors: [fault] } : { ...row, error: fault });
  return { ...lists(body, (rows) => rows.map((row, index) => (index === rows.length - 1 ? marked(row) : row))), errors: { faultCode: 1, faultString: 'Część danych zwrócono z błędami' } };
}
