import type { Role } from '#libs/domain/words.js';
import { ApiProblem } from '../http/problem.js';

export function keyMissing(): ApiProblem {
  return new ApiProblem({
    status: 401,
    code: 'api_key_missing',
    message: { pl: 'Brakuje klucza API.', en: 'The API key is missing.' },
    fix: { pl: 'Dodaj nagłówek „Authorization: Bearer szt_…”.', en: 'Add the header "Authorization: Bearer szt_…".' },
    headers: { 'www-authenticate': 'Bearer realm="sztafeta"' },
  });
}

export function keyInvalid(): ApiProblem {
  return new ApiProblem({
    status: 401,
    code: 'api_key_invalid',
    message: { pl: 'Klucz API jest nieznany albo unieważniony.', en: 'The API key is unknown or revoked.' },
    headers: { 'www-authenticate': 'Bearer realm="sztafeta", error="invalid_token"' },
  });
}

export function roleTooLow(permission: string, needed: Role, role: Role): ApiProblem {
  return new ApiProblem({
    status: 403,
    code: 'role_too_low',
    message: { pl: `Ta operacja wymaga roli „${needed}”; klucz ma rolę „${role}”.`, en: `This call needs the role "${needed}"; the key has the role "${role}".` },
    extra: { permission, needed, role },
  });
}
