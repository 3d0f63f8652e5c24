import { ApiProblem } from '../http/problem.js';

export function exportNotCounted(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'export_not_counted',
    message: { pl: 'Eksport jest jeszcze liczony, więc nie ma czego potwierdzić.', en: 'The export is still being counted, so there is nothing to confirm yet.' },
    fix: { pl: 'Poczekaj na stan „counted” i obejrzyj liczby.', en: 'Wait for the state "counted" and look at the numbers.' },
  });
}

export function optionsChanged(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'options_changed',
    message: { pl: 'Po policzeniu eksportu zmieniono opcje trasy, więc liczby są nieaktualne.', en: 'The options of the route were changed after the export was counted, so its numbers do not hold.' },
    fix: { pl: 'Policz eksport jeszcze raz.', en: 'Count the export again.' },
  });
}

export function exportRunning(exportId: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'export_running',
    message: { pl: 'Na tej trasie trwa już eksport.', en: 'An export of this route is running already.' },
    fix: { pl: 'Obserwuj go, wznów albo anuluj.', en: 'Watch it, resume it or cancel it.' },
    extra: { exportId },
  });
}

export function exportState(state: string, nextSteps: readonly string[]): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'export_state',
    message: { pl: `Tego nie można teraz zrobić. Stan eksportu: ${state}.`, en: `This cannot be done now. State of the export: ${state}.` },
    extra: { state, nextSteps: [...nextSteps] },
  });
}

export function historyInFuture(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'history_since_invalid',
    message: { pl: 'Początek historii leży w przyszłości.', en: 'The beginning of the history lies in the future.' },
    fields: [{ path: 'historySince', code: 'too_big', message: { pl: 'Podaj moment z przeszłości.', en: 'Give a moment in the past.' } }],
  });
}
