import { ApiProblem } from '../http/problem.js';

export function noJournal(platform: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'no_journal',
    message: { pl: `Platforma ${platform} nie prowadzi dziennika zmian; zmiany są odczytywane co pewien czas.`, en: `The platform ${platform} keeps no journal; changes are read at intervals.` },
    fix: { pl: 'Stan śledzenia pokazują GET /integrations/{id} i GET /runs.', en: 'GET /integrations/{id} and GET /runs show how following goes.' },
  });
}
