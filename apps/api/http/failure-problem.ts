import type { FailureKind } from '#libs/domain/failure.js';
import { isFailureKind } from '#libs/domain/failure.js';
import type { Json, Localized } from '#libs/domain/words.js';
import { ApiProblem } from './problem.js';

/** A failure of a connector as it comes back from a workflow, or as it was thrown here. */
export type FailureLike = {
  readonly kind: FailureKind;
  readonly code: string;
  readonly text: Localized;
  readonly fix: Localized | null;
  readonly context?: Readonly<Record<string, Json>>;
  readonly retryAfterMs?: number | null;
};

const STATUS_OF: Record<FailureKind, number> = {
  credentials_rejected: 422,
  permission_missing: 422,
  configuration_invalid: 422,
  rate_limited: 503,
  platform_unavailable: 502,
  platform_defect: 502,
  record_invalid: 422,
  cursor_lost: 409,
  destination_rejected: 422,
  outcome_unknown: 502,
};

function isLocalized(value: unknown): value is Localized {
  return typeof value === 'object' && value !== null && typeof (value as Localized).pl === 'string' && typeof (value as Localized).en === 'string';
}

/** Reads a failure out of JSON; null when the value is none. */
export function asFailure(value: unknown): FailureLike | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, code, text, fix, context, retryAfterMs } = value as Record<string, unknown>;
  if (!isFailureKind(kind) || typeof code !== 'string' || !isLocalized(text)) return null;
  return {
    kind,
    code,
    text,
    fix: isLocalized(fix) ? fix : null,
    context: typeof context === 'object' && context !== null ? (context as Record<string, Json>) : {},
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
  };
}

/** `status` and `code` of the problem are our own answer; what the platform said has names of its own. */
function contextOf({ context }: FailureLike): Readonly<Record<string, Json>> {
  const { status, code, ...rest } = context ?? {};
  return { ...rest, ...(status === undefined ? {} : { platformStatus: status }), ...(code === undefined ? {} : { platformCode: code }) };
}

/**
 * The code of the answer is the kind, which callers can list; only a wrong configuration is told apart by its finer code
 * (`address_not_allowed`, `instance_not_found`). `kind` always carries the kind, `reason` the finer code.
 */
export function failureProblem(failure: FailureLike, extra: Readonly<Record<string, Json>> = {}): ApiProblem {
  const wait = failure.retryAfterMs ?? null;
  return new ApiProblem({
    status: STATUS_OF[failure.kind],
    code: failure.kind === 'configuration_invalid' ? failure.code : failure.kind,
    message: failure.text,
    ...(failure.fix === null ? {} : { fix: failure.fix }),
    extra: { kind: failure.kind, reason: failure.code, ...contextOf(failure), ...extra },
    headers: wait === null ? {} : { 'retry-after': String(Math.ceil(wait / 1_000)) },
  });
}
