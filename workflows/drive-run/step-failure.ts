import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { FailureKind } from '#libs/domain/failure.js';
import { isFailureKind } from '#libs/domain/failure.js';

/** Types of failure of a step beside the failure kinds: faults of our own house, not of the platform. */
export const HOUSE_FAULTS = ['database_unavailable', 'worker_shutdown', 'worker_lost', 'internal_error'] as const;
export type HouseFault = (typeof HOUSE_FAULTS)[number];

/** What is left of a failed step after Temporal's own tries. */
export type StepFailure = { readonly kind: FailureKind | HouseFault; readonly code: string; readonly retryAfterMs: number | null };

/** First detail of every ApplicationFailure of a step. */
export type StepFailureDetail = { readonly code: string; readonly retryAfterMs: number | null };

function isDetail(value: unknown): value is StepFailureDetail {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}

/**
 * Reads the failure of a step. A step without an answer (worker killed, heartbeat missed) is `worker_lost`.
 * @throws the error itself when the flow was cancelled or the error is not that of a step
 */
export function stepFailure(error: unknown): StepFailure {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  const cause = error.cause;
  if (!(cause instanceof ApplicationFailure)) return { kind: 'worker_lost', code: 'worker_lost', retryAfterMs: null };
  const type = cause.type ?? '';
  const detail: unknown = cause.details?.[0];
  const { code, retryAfterMs } = isDetail(detail) ? detail : { code: type, retryAfterMs: null };
  if (isFailureKind(type)) return { kind: type, code, retryAfterMs };
  const fault = HOUSE_FAULTS.find((known) => known === type) ?? 'internal_error';
  return { kind: fault, code: fault, retryAfterMs: null };
}
