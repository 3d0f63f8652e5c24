import { ApiProblem } from '../http/problem.js';
import type { DeliveryState } from './delivery.schemas.js';

type Standing = { readonly state: DeliveryState; readonly again: boolean; readonly reason: string | null };

/** Under way and lost, or given up because nobody could tell: sending it again may make a duplicate. */
export const isUnclear = ({ state, reason }: Standing): boolean => state === 'unknown' || (state === 'failed' && reason === 'outcome_unknown');

/** Calls that make sense now. */
export function deliverySteps(standing: Standing): string[] {
  const { state, again } = standing;
  const retry = state === 'failed' || state === 'cancelled' || state === 'unknown' ? ['retry'] : [];
  const cancel = state === 'pending' || again || (state === 'failed' && isUnclear(standing)) ? ['cancel'] : [];
  return [...retry, ...cancel];
}

export function deliveryState(standing: Standing): ApiProblem {
  const { state } = standing;
  const underWay = state === 'sending' || state === 'confirming';
  return new ApiProblem({
    status: 409,
    code: underWay ? 'delivery_under_way' : 'delivery_state',
    message: underWay
      ? { pl: 'Dostawa jest w toku: wyszła już do odbiorcy i jej wynik jest ustalany.', en: 'The delivery is under way: it has left, and its outcome is being found out.' }
      : { pl: `Tego nie można zrobić z dostawą w stanie „${state}”.`, en: `This cannot be done with a delivery in the state "${state}".` },
    extra: { state, nextSteps: deliverySteps(standing) },
  });
}

/** Nobody can tell whether the first one arrived. */
export function duplicatePossible(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'duplicate_possible',
    message: { pl: 'Nie wiadomo, czy ta dostawa dotarła. Ponowne wysłanie może utworzyć u odbiorcy duplikat.', en: 'It is not known whether this delivery arrived. Sending it again may make a duplicate at the destination.' },
    fix: { pl: 'Sprawdź u odbiorcy. Jeżeli jej tam nie ma, powtórz z "acceptDuplicate": true.', en: 'Look at the destination. If it is not there, repeat with "acceptDuplicate": true.' },
  });
}
