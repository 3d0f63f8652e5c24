import { ApiProblem } from '../http/problem.js';

export function notConfirmed(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'erasure_not_confirmed',
    message: { pl: 'Potwierdzenie nie zgadza się z tą kartą, więc nic nie usunięto.', en: 'The confirmation does not fit this card, so nothing was erased.' },
    fix: { pl: 'Podaj w „confirm” identyfikator karty albo nazwę z GET /customers/:id/erase/preview.', en: 'Give as "confirm" the id of the card, or the name in GET /customers/:id/erase/preview.' },
  });
}

export function erasureUnfinished(erasureId: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'erasure_unfinished',
    message: { pl: 'Dane tej osoby są właśnie usuwane.', en: 'This person is being erased already.' },
    fix: { pl: 'Obserwuj GET /erasures/:id.', en: 'Watch GET /erasures/:id.' },
    extra: { erasureId },
  });
}
