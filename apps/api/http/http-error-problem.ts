import type { Localized } from '#libs/domain/words.js';
import { ApiProblem } from './problem.js';

type Known = { readonly code: string; readonly message: Localized };

const BY_TYPE: Readonly<Record<string, Known>> = {
  'entity.parse.failed': { code: 'malformed_json', message: { pl: 'Treść zapytania nie jest poprawnym JSON-em.', en: 'The body is not valid JSON.' } },
  'entity.too.large': { code: 'body_too_large', message: { pl: 'Treść zapytania jest za duża.', en: 'The body is too large.' } },
  'encoding.unsupported': { code: 'encoding_unsupported', message: { pl: 'Nieobsługiwane kodowanie treści.', en: 'The encoding of the body is not supported.' } },
  'charset.unsupported': { code: 'encoding_unsupported', message: { pl: 'Nieobsługiwany zestaw znaków.', en: 'The character set of the body is not supported.' } },
};

const BY_STATUS: Readonly<Record<number, Known>> = {
  404: { code: 'route_not_found', message: { pl: 'Nie ma takiego adresu.', en: 'There is no such address.' } },
  405: { code: 'method_not_allowed', message: { pl: 'Ta metoda nie jest tu dozwolona.', en: 'This method is not allowed here.' } },
  413: { code: 'body_too_large', message: { pl: 'Treść zapytania jest za duża.', en: 'The body is too large.' } },
};

const OTHER: Known = { code: 'bad_request', message: { pl: 'Nieprawidłowe zapytanie.', en: 'The request is not valid.' } };

/** Problems found by the HTTP layer itself: no route, a body that cannot be read. */
export function httpErrorProblem(status: number, thrown: unknown): ApiProblem {
  const type = (thrown as { type?: unknown }).type;
  // Nest hands a syntax error of the body on as a bare "bad request"; only its text still tells.
  const broken = status === 400 && thrown instanceof Error && thrown.message.includes('JSON') ? 'entity.parse.failed' : type;
  const known = (typeof broken === 'string' ? BY_TYPE[broken] : undefined) ?? BY_STATUS[status] ?? OTHER;
  return new ApiProblem({ status, ...known });
}
