import { Failure } from '#libs/domain/failure.js';

const NOTHING_TO_DO = {
  pl: 'Nic nie trzeba robić; praca wznowi się sama.',
  en: 'Nothing to do; work goes on by itself.',
};

/** The platform has blocked the account for longer than the caller wants to wait. */
export function accountBlocked(waitMs: number, reason: string): Failure {
  return new Failure({
    kind: 'rate_limited',
    code: 'account_blocked',
    message: { pl: 'Platforma wstrzymała zapytania z tego konta.', en: 'The platform has stopped requests of this account.' },
    fix: NOTHING_TO_DO,
    detail: reason,
    retryAfterMs: Math.ceil(waitMs),
  });
}

/** The request budget of the account is used up for longer than the caller wants to wait. */
export function budgetSpent(waitMs: number): Failure {
  return new Failure({
    kind: 'rate_limited',
    code: 'budget_spent',
    message: { pl: 'Limit zapytań do platformy jest chwilowo wykorzystany.', en: 'The limit of requests to the platform is used up at the moment.' },
    fix: NOTHING_TO_DO,
    retryAfterMs: Math.ceil(Math.max(waitMs, 1)),
  });
}
