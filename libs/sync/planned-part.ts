import { Failure, type FailureKind } from '#libs/domain/failure.js';
import type { JsonObject, Lane, StreamName } from '#libs/domain/words.js';
import type { PartPlan, Stream } from '#libs/connectors/sdk/stream.js';

/** A part of a run before it is stored. `left`: it could not be planned, for this reason, and is stored as incomplete. */
export type PlannedPart = PartPlan & { readonly stream: StreamName; readonly lane: Lane; readonly left: JsonObject | null };

export const labelled = (stream: Stream, lane: Lane, plans: readonly PartPlan[]): PlannedPart[] =>
  plans.map((plan) => ({ ...plan, stream: stream.name, lane, left: null }));

/** Nothing can be read whatever the stream: the run waits for a person or for the time the platform names. */
const OF_THE_ACCOUNT: ReadonlySet<FailureKind> = new Set(['credentials_rejected', 'permission_missing', 'rate_limited']);

/** True when others may still be read although one question failed like this. */
export const isOfOneQuestion = (error: unknown): error is Failure => error instanceof Failure && !OF_THE_ACCOUNT.has(error.kind);

/** A lane that could not be planned: shown with its reason, planned again by the next run. */
export const leftPart = (stream: Stream, lane: Lane, failure: Failure): PlannedPart =>
  ({ stream: stream.name, lane, range: {}, cursor: null, expected: null, requests: 0, left: failure.toJSON() });
