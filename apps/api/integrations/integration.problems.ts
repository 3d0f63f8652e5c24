import type { IntegrationState } from '#libs/domain/integration-state.js';
import type { Localized } from '#libs/domain/words.js';
import { ApiProblem } from '../http/problem.js';
import { nextSteps } from './integration.view.js';

const STATE_NAMES: Record<IntegrationState, Localized> = {
  draft: { pl: 'szkic (bez uwierzytelnienia)', en: 'draft (not authenticated)' },
  authenticated: { pl: 'uwierzytelniona (bez zapisanych ustawień)', en: 'authenticated (settings not saved)' },
  saved: { pl: 'zapisana (nieuruchomiona)', en: 'saved (not started)' },
  running: { pl: 'działa', en: 'running' },
  paused: { pl: 'wstrzymana', en: 'paused' },
  stopped: { pl: 'zatrzymana', en: 'stopped' },
  needs_authentication: { pl: 'wymaga ponownego uwierzytelnienia', en: 'needs authentication' },
};

/** A call that is not legal in the integration's state; names the calls that are. */
export function wrongState(state: IntegrationState): ApiProblem {
  const steps = nextSteps(state);
  const name = STATE_NAMES[state];
  return new ApiProblem({
    status: 409,
    code: 'integration_state',
    message: { pl: `Tego nie można teraz zrobić. Stan integracji: ${name.pl}.`, en: `This cannot be done now. State of the integration: ${name.en}.` },
    fix: { pl: `Dozwolone teraz: ${steps.join(', ')}.`, en: `Legal now: ${steps.join(', ')}.` },
    extra: { state, nextSteps: steps },
  });
}

export function runUnfinished(runId: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'run_unfinished',
    message: { pl: 'Taki przebieg już trwa.', en: 'Such a run is not finished yet.' },
    fix: { pl: 'Obserwuj go, wznów albo anuluj.', en: 'Watch it, resume it or cancel it.' },
    extra: { runId },
  });
}

export function streamUnknown(unknown: readonly string[], known: readonly string[]): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'stream_unknown',
    message: { pl: `Ta platforma nie ma strumienia: ${unknown.join(', ')}.`, en: `This platform has no stream: ${unknown.join(', ')}.` },
    fix: { pl: `Dostępne strumienie: ${known.join(', ')}.`, en: `Streams there are: ${known.join(', ')}.` },
  });
}

/** The platform has no streams: there is nothing to synchronise, to read again or to send. */
export function nothingToRead(name: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'nothing_to_read',
    message: { pl: `Integracja „${name}” niczego nie czyta, więc nie ma czego synchronizować ani wysyłać.`, en: `The integration "${name}" reads nothing, so there is nothing to synchronise or to send.` },
    fix: { pl: 'Wybierz integrację sklepu, z której pochodzą klienci i zamówienia.', en: 'Choose the integration of the shop that customers and orders come from.' },
  });
}

export function rangeInverted(): ApiProblem {
  return new ApiProblem({
    status: 422,
    code: 'range_invalid',
    message: { pl: 'Zakres dat kończy się, zanim się zacznie.', en: 'The date range ends before it begins.' },
    fix: { pl: 'Podaj „from” wcześniejsze niż „to”.', en: 'Give a "from" that is earlier than "to".' },
  });
}
