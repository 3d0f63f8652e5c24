import type { FailureKind } from '#libs/domain/failure.js';
import type { RunState } from '#libs/domain/run-state.js';
import type { JsonObject, Lane, Localized, StreamName } from '#libs/domain/words.js';

/**
 * The typed contract of the steps. Inputs and results hold ids, cursors and counts only, never a person's data or a
 * secret: they are stored in workflow histories. Every step may be repeated; the database decides what has happened.
 *
 * Steps throw `ApplicationFailure` with the failure kind as `type`; kinds that need a person are not retryable.
 */

/** One slice of a run that is still open. */
export type PartRef = { readonly partId: string; readonly stream: StreamName; readonly lane: Lane };

/** What a run needs from its workflow. */
export type RunPlan = {
  /** `closed`: the run has ended or does not exist; the workflow ends at once. */
  readonly status: 'open' | 'closed';
  /** False: it is not planned yet, because somebody wants it to hold or has saved other settings meanwhile. Absent in histories of earlier versions: planned. */
  readonly planned?: boolean;
  /** Open parts in the order they should be read. */
  readonly parts: readonly PartRef[];
  /** How many parts may be read side by side. */
  readonly concurrency: number;
  readonly tuning: Tuning;
};

/** Waits of the workflow, in milliseconds; shortened in tests, never in production. */
export type Tuning = {
  /** First wait after a failed step. */
  readonly retryMs: number;
  /** Wait between rounds of tries while the platform cannot be reached. */
  readonly unavailableMs: number;
  /** After this long without an answer the part is left incomplete. */
  readonly giveUpAfterMs: number;
};

/** How one time-boxed step (about 20 s) of a part ended. */
export type PartStep = {
  /**
   * `more`: call again. `done`: the part is finished. `wait`: nothing may be asked for `waitMs`.
   * `held`: a person wants pause or stop. `closed`: the run has ended meanwhile. `lost`: another worker has moved the
   * part on, or settings have changed; call again.
   */
  readonly status: 'more' | 'done' | 'wait' | 'held' | 'closed' | 'lost';
  readonly pages: number;
  readonly read: number;
  readonly waitMs: number;
  /** Of a journal: other parts of its run that are to be read beside it. */
  readonly beside?: readonly PartRef[];
  /** Phone numbers that wait to be looked up. */
  readonly phones?: number;
};

/** Why nothing moves; shown by the API. */
export type Waiting = { readonly code: FailureKind | 'paused' | 'budget'; readonly text: Localized; readonly until: string | null };

/** What a person wants of a run, as stored. */
export type RunWish = { readonly desired: 'run' | 'pause' | 'stop'; readonly ended: boolean; readonly authenticated: boolean };

export interface RunActivities {
  /** Plans the parts of a run on the first call (reads dictionaries, asks the shop for its size); later calls list what is open. */
  planRun(input: { readonly runId: string }): Promise<RunPlan>;
  /** Reads and writes pages of one part for about 20 s; works for every lane. */
  syncPart(input: { readonly partId: string }): Promise<PartStep>;
  /** Marks a part incomplete with the reason; its cursor stays. */
  leavePart(input: { readonly partId: string; readonly kind: FailureKind; readonly code: string }): Promise<void>;
  /** What a person wants now. */
  readWish(input: { readonly runId: string }): Promise<RunWish>;
  /** Stores (or clears, with null) the reason of waiting and the state that goes with it. */
  noteWaiting(input: { readonly runId: string; readonly kind: FailureKind | 'paused' | null; readonly code: string | null; readonly untilMs: number | null }): Promise<void>;
  /** Closes the run with the state its parts and rejects give. A stop closes it as cancelled. Idempotent. */
  finishRun(input: { readonly runId: string }): Promise<{ readonly state: RunState }>;
  /** Closes the run as failed. */
  failRun(input: { readonly runId: string; readonly kind: FailureKind; readonly code: string }): Promise<void>;
}

export interface RecurringActivities {
  /** Opens the next recurring run, or finds the unfinished one; null when the integration should not run. */
  openRecurringRun(input: { readonly integrationId: string }): Promise<{ readonly runId: string } | null>;
}

export interface JournalActivities {
  /** Opens the journal run of today, or finds the unfinished one; null when the integration should not be followed. */
  openJournalRun(input: { readonly integrationId: string }): Promise<{ readonly runId: string } | null>;
  /** Looks up a few phone numbers orders wait for; how many are left. */
  lookUpPhones(input: { readonly runId: string }): Promise<{ readonly left: number; readonly waitMs: number }>;
}

export interface InboxActivities {
  /** Opens (or finds) the run that applies waiting inbox rows; null when nothing is due. */
  openInboxRun(input: { readonly integrationId: string }): Promise<{ readonly runId: string } | null>;
  /** Takes the next batch of due rows of one stream into a part of the run; null when none is left. */
  takeInboxBatch(input: { readonly runId: string }): Promise<PartRef | null>;
}

/** Steps that reach for other flows; they need a client, which workflow code does not have. */
export interface FlowActivities {
  /** Starts or wakes the recurring flow of an integration (signal with start). */
  wakeRecurring(input: { readonly integrationId: string }): Promise<void>;
  /** Starts or wakes the inbox flow when rows are due; returns without effect otherwise. */
  wakeInbox(input: { readonly integrationId: string } | { readonly runId: string }): Promise<void>;
}

export interface ShortActivities {
  /** Asks the account for its tick list; with `secretName` the candidate credentials stored under that name. */
  checkConnection(input: { readonly integrationId: string; readonly secretName: string }): Promise<JsonObject>;
  /** What a first sync would read and cost. */
  estimate(input: { readonly integrationId: string; readonly sinceMs: number | null }): Promise<JsonObject>;
  /** Deletes what retention allows to delete; returns counts by table. */
  prune(): Promise<JsonObject>;
}

/** How one time-boxed step of a destination ended. */
export type DeliverStep = {
  /**
   * `more`: call again at once. `wait`: nothing is due for `waitMs`, unless somebody wakes the flow. `held`: paused, or waiting
   * for a person. `closed`: the destination is gone.
   */
  readonly status: 'more' | 'wait' | 'held' | 'closed';
  readonly waitMs: number;
  readonly considered: number;
  readonly delivered: number;
};

export interface DeliveryActivities {
  /** Considers changes, sends what is due, reads back what is unclear, applies callbacks; a few seconds of work. */
  deliverStep(input: { readonly destinationId: string }): Promise<DeliverStep>;
}

/** Questions somebody waits for. */
export interface DestinationActivities {
  /** Tick list (`check`, with the credentials stored under `secretName`) or e-shops to choose from (`shops`). */
  askDestination(input: { readonly destinationId: string; readonly secretName: string; readonly question: 'check' | 'shops' }): Promise<JsonObject>;
}

export interface EraseActivities {
  /** Takes everything of the person out, all or nothing. `wait`: something is under way to a destination, look again. `closed`: nothing to do. */
  removePerson(input: { readonly erasureId: string }): Promise<{ readonly status: 'removed' | 'wait' | 'closed'; readonly waitMs: number }>;
  /** Searches the database for what may be left and writes the receipt; how many rows it found. */
  searchLeftovers(input: { readonly erasureId: string }): Promise<{ readonly found: number }>;
}

/** Names of task queues; each has its own slots and database pool, so that a backfill never delays a webhook. */
export const TASK_QUEUES = { live: 'live', recurring: 'recurring', bulk: 'bulk' } as const;
export type TaskQueue = (typeof TASK_QUEUES)[keyof typeof TASK_QUEUES];
