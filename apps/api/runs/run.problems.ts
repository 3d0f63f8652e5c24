import type { RunState } from '#libs/domain/run-state.js';
import { ApiProblem } from '../http/problem.js';

/** The run has ended, or is being cancelled: nothing can be wished of it any more. */
export function runEnded(state: RunState): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'run_ended',
    message: { pl: 'Ten przebieg już się zakończył albo jest anulowany.', en: 'This run has ended or is being cancelled.' },
    extra: { state, nextSteps: [] },
  });
}
