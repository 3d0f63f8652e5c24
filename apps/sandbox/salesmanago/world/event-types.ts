import { Refused } from '../refused.js';

/** Sheet section 4.3. CANCELLED and CANCELLATION are different values. */
export const EVENT_TYPES = [
  'PURCHASE', 'CART', 'VISIT', 'PHONE_CALL', 'OTHER', 'RESERVATION', 'CANCELLED', 'ACTIVATION', 'MEETING', 'OFFER', 'DOWNLOAD', 'LOGIN', 'TRANSACTION', 'CANCELLATION', 'RETURN', 'SURVEY',
  'APP_STATUS', 'APP_TYPE_WEB', 'APP_TYPE_MANUAL', 'APP_TYPE_RETENTION', 'APP_TYPE_UPSALE', 'LOAN_STATUS', 'LOAN_ORDER', 'FIRST_LOAN', 'REPEATED_LOAN',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** Upper case only. @throws Refused for anything else */
export function eventTypeOf(value: unknown): EventType {
  const type = EVENT_TYPES.find((known) => known === value);
  if (type === undefined) throw new Refused('Invalid contactExtEventType');
  return type;
}
