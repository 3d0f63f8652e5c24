import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { recurringIntervalOf } from '#libs/connectors/sdk/streams-read.js';
import type { RunKind } from '#libs/domain/words.js';
import type { DestinationOwner, ErasureOwner, FlowOwner } from '#libs/temporal/search-attributes.js';

/** State of one task queue's workers. */
export type QueueHealth = { readonly queue: string; readonly workers: number };

/** What is asked of a destination, with the credentials stored under a name. */
export type DestinationQuestion = { readonly secretName: string; readonly question: 'check' | 'shops' };

/** How changes are followed: by a schedule, or by a flow that stays with the platform's journal. */
export type Following = { readonly intervalMs: number } | { readonly journal: true };

/** How changes of a platform are followed; null where nothing is read. */
export function followingOf(definition: Pick<ConnectorDefinition, 'info' | 'journal'>): Following | null {
  if (definition.journal !== undefined) return { journal: true };
  const intervalMs = recurringIntervalOf(definition);
  return intervalMs === null ? null : { intervalMs };
}

/**
 * The API's only way to Temporal. Every call gives up after two seconds: callers answer 503 (starts) or carry on and leave
 * the rest to the reconciler (signals, schedules).
 */
export abstract class TemporalGateway {
  /** Starts the flow of an initial, reread or reapply run. @throws ApiProblem 503 `temporal_unavailable` */
  abstract startRun(owner: FlowOwner, run: { readonly id: string; readonly kind: RunKind }): Promise<void>;
  /** Starts or wakes the flow that follows changes. @throws ApiProblem 503 */
  abstract syncNow(owner: FlowOwner, kind: 'recurring' | 'journal'): Promise<void>;
  /** Starts or wakes the flow that applies the inbox. @throws ApiProblem 503 */
  abstract wakeInbox(owner: FlowOwner): Promise<void>;
  /** Tells the flow of a run that its row has changed; true when the signal was taken. Never throws. */
  abstract wakeRun(owner: FlowOwner, kind: RunKind): Promise<boolean>;
  /** Starts or wakes the flow that delivers to a destination; true when the call was taken. Never throws. */
  abstract wakeDelivery(owner: DestinationOwner): Promise<boolean>;
  /** Starts the flow of an erasure; true when the call was taken. Never throws: the row stays, and the reconciler starts it. */
  abstract startErasure(owner: ErasureOwner): Promise<boolean>;
  /** Makes sure that changes are followed in this way, or (null) not at all; true when done. Never throws. */
  abstract setFollowing(owner: FlowOwner, wanted: Following | null): Promise<boolean>;
  /** Runs checkConnection and waits for its result. @throws ApiProblem 503 when it cannot be started, 504 when it takes too long */
  abstract checkConnection(owner: FlowOwner, attempt: string, secretName: string): Promise<unknown>;
  /** Runs estimate and waits for its result. @throws like `checkConnection` */
  abstract estimate(owner: FlowOwner, attempt: string, sinceMs: number | null): Promise<unknown>;
  /** Asks a destination for its tick list or its e-shops and waits for the answer. @throws like `checkConnection` */
  abstract askDestination(owner: DestinationOwner, attempt: string, asked: DestinationQuestion): Promise<unknown>;
  /** @throws ApiProblem 503 when the server does not answer. */
  abstract ping(): Promise<void>;
  /** Workers seen lately on each task queue. @throws ApiProblem 503 */
  abstract queues(): Promise<readonly QueueHealth[]>;
}
