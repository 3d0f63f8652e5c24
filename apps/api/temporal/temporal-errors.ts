import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { ApiProblem } from '../http/problem.js';
import { temporalUnavailable } from '../http/problems.js';

/** gRPC status codes of a server that cannot be talked to: deadline exceeded, resource exhausted, aborted, unavailable. */
const DOWN: ReadonlySet<number> = new Set([4, 8, 10, 14]);

function isUnavailable(thrown: unknown): boolean {
  if (isGrpcServiceError(thrown)) return DOWN.has(thrown.code);
  if (thrown instanceof ServiceError) return thrown.cause === undefined || isUnavailable(thrown.cause);
  // The first call over a lazy connection fails with a plain error.
  return thrown instanceof Error && /failed to connect|connection/iu.test(thrown.message);
}

/** 503 for a server that is away; anything else is a defect and stays what it is. */
export function asTemporalProblem(thrown: unknown): unknown {
  if (thrown instanceof ApiProblem) return thrown;
  return isUnavailable(thrown) ? temporalUnavailable() : thrown;
}
