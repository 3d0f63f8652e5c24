import type { Tick } from '#libs/connectors/sdk/check.js';
import type { Desired, Localized } from '#libs/domain/words.js';
import { ApiProblem } from '../http/problem.js';
import { legalDestinationCalls, type DestinationState } from './destination-state.js';

const STATE_NAMES: Record<DestinationState, Localized> = {
  draft: { pl: 'szkic (bez uwierzytelnienia)', en: 'draft (not authenticated)' },
  ready: { pl: 'gotowy', en: 'ready' },
  needs_authentication: { pl: 'wymaga ponownego uwierzytelnienia', en: 'needs authentication' },
};
const WISH_NAMES: Record<Desired, Localized> = {
  run: { pl: 'działa', en: 'running' },
  pause: { pl: 'wstrzymany', en: 'paused' },
  stop: { pl: 'zatrzymany', en: 'stopped' },
};

/** A call that makes no sense now; names those that do. */
export function destinationState(state: DestinationState, desired: Desired): ApiProblem {
  const steps = legalDestinationCalls(state, desired);
  const name = state === 'ready' ? WISH_NAMES[desired] : STATE_NAMES[state];
  return new ApiProblem({
    status: 409,
    code: 'destination_state',
    message: { pl: `Tego nie można teraz zrobić. Stan odbiorcy: ${name.pl}.`, en: `This cannot be done now. State of the destination: ${name.en}.` },
    fix: { pl: `Dozwolone teraz: ${steps.join(', ')}.`, en: `Legal now: ${steps.join(', ')}.` },
    extra: { state, desired, nextSteps: steps },
  });
}

export function codeTaken(code: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'destination_code_taken',
    message: { pl: `Kod „${code}” jest już używany w tej przestrzeni roboczej.`, en: `The code "${code}" is already used in this workspace.` },
    fix: { pl: 'Podaj inny kod albo pomiń go.', en: 'Give another code, or none.' },
  });
}

/** Required lines of the tick list that are not fulfilled. */
export function checkFailed(missing: readonly Tick[]): ApiProblem {
  const fixes = missing.flatMap((tick) => (tick.fix ? [tick.fix] : []));
  return new ApiProblem({
    status: 422,
    code: 'check_failed',
    message: {
      pl: `Konto odbiorcy nie spełnia warunków: ${missing.map((tick) => tick.label.pl).join(', ')}.`,
      en: `The account does not meet the conditions: ${missing.map((tick) => tick.label.en).join(', ')}.`,
    },
    ...(fixes.length === 0 ? {} : { fix: { pl: fixes.map((fix) => fix.pl).join(' '), en: fixes.map((fix) => fix.en).join(' ') } }),
    extra: { missing: missing.map((tick) => tick.code) },
  });
}

/** What was delivered belongs to one account: with another one behind the same destination it would be sent there as known. */
export function otherDestinationAccount(connected: string | null, given: string | null): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'other_account',
    message: { pl: 'Te dane dostępowe prowadzą do innego konta niż to, do którego już coś dostarczono.', en: 'These credentials lead to another account than the one things were delivered to.' },
    fix: { pl: 'Utwórz dla tego konta nowego odbiorcę.', en: 'Create a new destination for this account.' },
    extra: { connected, given },
  });
}

/** Two destinations of one account would not see each other's deliveries. */
export function destinationExists(other: { readonly id: string; readonly name: string } | null): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'destination_exists',
    message: {
      pl: other === null ? 'To konto jest już odbiorcą w tej przestrzeni roboczej.' : `To konto jest już odbiorcą „${other.name}” w tej przestrzeni roboczej.`,
      en: other === null ? 'This account is already a destination of this workspace.' : `This account is already the destination "${other.name}" of this workspace.`,
    },
    fix: { pl: 'Użyj istniejącego odbiorcy: kilka tras może prowadzić do jednego.', en: 'Use the existing destination: several routes may lead to one.' },
    extra: { destination: other === null ? null : { id: other.id, name: other.name } },
  });
}

/** The number is shown before anything is taken away. */
export function deliveriesWaiting(waiting: number): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'deliveries_waiting',
    message: { pl: `Czeka jeszcze dostaw: ${waiting.toLocaleString('pl')}. Usunięcie anuluje je wszystkie.`, en: `Deliveries still waiting: ${waiting.toLocaleString('en')}. Deleting cancels all of them.` },
    fix: { pl: 'Powtórz z „?cancelWaiting=true”, aby usunąć i anulować, albo poczekaj, aż zostaną dostarczone.', en: 'Repeat with "?cancelWaiting=true" to delete and cancel, or wait until they are delivered.' },
    extra: { waiting },
  });
}
