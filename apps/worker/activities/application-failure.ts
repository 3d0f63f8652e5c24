import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Failure, FailureKind } from '#libs/domain/failure.js';
import { isFailure } from '#libs/domain/failure.js';
import { isDatabaseUnavailable } from './database-fault.js';

/** Kinds that Temporal tries again by itself; all others need a person or a decision of the flow. */
const TRIED_AGAIN: ReadonlySet<FailureKind> = new Set(['platform_unavailable', 'platform_defect', 'outcome_unknown']);

/** Longer waits go back to the flow, which shows them; a worker slot or a retry timer shows nothing. */
const SHORT_WAIT_MS = 5_000;

function ofFailure(failure: Failure): ApplicationFailure {
  const { kind, code, retryAfterMs } = failure;
  const shortWait = kind === 'rate_limited' && retryAfterMs !== null && retryAfterMs <= SHORT_WAIT_MS;
  return ApplicationFailure.create({
    message: `${kind}: ${code}`,
    type: kind,
    nonRetryable: !TRIED_AGAIN.has(kind) && !shortWait,
    // The platform's answer is expected; it must not look like a defect of ours in logs and metrics.
    category: ApplicationFailureCategory.BENIGN,
    details: [{ code, retryAfterMs }],
    ...(retryAfterMs === null ? {} : { nextRetryDelay: retryAfterMs }),
  });
}

/**
 * What a history may hold of an error: kind and code. Messages of unknown errors stay out of it, because they may quote the
 * data that caused them.
 */
export function toApplicationFailure(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  if (isFailure(error)) return ofFailure(error);
  const type = isDatabaseUnavailable(error) ? 'database_unavailable' : 'internal_error';
  const name = error instanceof Error ? error.name : typeof error;
  return ApplicationFailure.create({ message: `${type}: ${name}`, type, nonRetryable: false, details: [{ code: type, retryAfterMs: null }] });
}

/** The worker is going away in the middle of a step: another one should take it up at once. */
export function workerShutdown(): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'worker_shutdown',
    type: 'worker_shutdown',
    nonRetryable: false,
    nextRetryDelay: 200,
    category: ApplicationFailureCategory.BENIGN,
    details: [{ code: 'worker_shutdown', retryAfterMs: null }],
  });
}
