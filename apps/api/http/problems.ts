import { ApiProblem, type FieldProblem } from './problem.js';

/** An unknown id and another workspace's id look the same. */
export function notFound(): ApiProblem {
  return new ApiProblem({
    status: 404,
    code: 'not_found',
    message: { pl: 'Nie ma takiego obiektu w tej przestrzeni roboczej.', en: 'There is no such object in this workspace.' },
  });
}

export function validationFailed(fields: readonly FieldProblem[]): ApiProblem {
  return new ApiProblem({
    status: 400,
    code: 'validation_failed',
    message: { pl: 'Zapytanie zawiera nieprawidłowe dane.', en: 'The request holds invalid data.' },
    fields,
  });
}

export function databaseUnavailable(): ApiProblem {
  return new ApiProblem({
    status: 503,
    code: 'database_unavailable',
    message: { pl: 'Baza danych nie odpowiada. Spróbuj za chwilę.', en: 'The database does not answer. Try again in a moment.' },
    headers: { 'retry-after': '5' },
  });
}

export function temporalUnavailable(): ApiProblem {
  return new ApiProblem({
    status: 503,
    code: 'temporal_unavailable',
    message: {
      pl: 'Usługa wykonująca zadania (Temporal) nie odpowiada, więc nic nie zostało uruchomione. Odczyt i wstrzymywanie działają.',
      en: 'The service that runs tasks (Temporal) does not answer, so nothing was started. Reading and pausing work.',
    },
    headers: { 'retry-after': '5' },
  });
}

export function internalError(): ApiProblem {
  return new ApiProblem({
    status: 500,
    code: 'internal_error',
    message: { pl: 'Błąd po stronie usługi. Podaj identyfikator śladu (traceId), zgłaszając problem.', en: 'The service failed. Quote the traceId when you report this.' },
  });
}

export function unstorableText(): ApiProblem {
  return new ApiProblem({
    status: 400,
    code: 'validation_failed',
    message: { pl: 'Zapytanie zawiera znak, którego nie można zapisać (NUL).', en: 'The request holds a character that cannot be stored (NUL).' },
    fix: { pl: 'Usuń znaki sterujące z wartości.', en: 'Remove control characters from the values.' },
  });
}
