import type { JsonObject, StreamName } from '#libs/domain/words.js';
import type { RecordKind } from '#libs/domain/words.js';
import type { Cursor, FetchedByIds, Page, SweepPage } from './page.js';

/** What a lane is planned from. */
export type PlanInput = {
  /** Cursor the lane reached in its last run; null the first time. Only delta lanes have one. */
  readonly saved: Cursor | null;
  /** When following began, by the database clock, ms since 1970: a first delta starts here. */
  readonly followedSinceMs: number;
  /** Import orders placed at or after this moment only (ms since 1970); null: everything. */
  readonly sinceMs: number | null;
  /** Re-read orders placed before this moment only (ms since 1970); absent: no upper end. */
  readonly untilMs?: number | null;
};

/** One slice of a lane. `range` never changes; `cursor` moves with every page. */
export type PartPlan = {
  readonly range: JsonObject;
  readonly cursor: Cursor | null;
  /** Records, as far as the platform tells. */
  readonly expected: number | null;
  /** Requests it will take, as far as that can be told; the time left is counted in these, because platforms limit requests. */
  readonly requests: number | null;
};

/** How to read on: the part, and the caller's wish to stop. */
export type ReadInput = { readonly range: JsonObject; readonly cursor: Cursor | null; readonly signal: AbortSignal };

/** A lane whose pages hold records. Generators ask for a page only when it is pulled, so that the caller controls the pace. */
export interface RecordLane {
  /** Least time between two recurring reads, ms; absent: every recurring run. For lanes that are asked for much and say little. */
  readonly everyMs?: number;
  plan(input: PlanInput, signal: AbortSignal): Promise<readonly PartPlan[]>;
  read(input: ReadInput): AsyncIterable<Page>;
}

/**
 * A lane whose pages hold digests of fields that change without moving the record's date. It is planned with the cursor its last
 * sweep ended with, so that one lane may look at a few records often and at all of them seldom.
 */
export interface SweepLane {
  /** Time between sweeps in ms. */
  readonly everyMs: number;
  plan(input: PlanInput, signal: AbortSignal): Promise<readonly PartPlan[]>;
  read(input: ReadInput): AsyncIterable<SweepPage>;
}

/** How many records a first sync will read; never a guess presented as a count. */
export type Estimate = {
  readonly records: number | null;
  readonly precision: 'exact' | 'approximate' | 'at_least' | 'unknown';
  /** Requests the platform will see. */
  readonly requests: number | null;
};

export interface Stream {
  readonly name: StreamName;
  readonly kind: RecordKind;
  /** Raised whenever the mapper gives other content for the same row: stored records are then re-applied or re-read. */
  readonly mapperVersion: number;
  /** False when the platform's dates do not move with every change; versions then compare by request time alone. */
  readonly trustedTime: boolean;
  readonly backfill: RecordLane;
  readonly delta: RecordLane | null;
  readonly sweep: SweepLane | null;
  estimate(input: { readonly sinceMs: number | null }, signal: AbortSignal): Promise<Estimate>;
  /** Null where the platform has no such read: hints about these records cannot be followed up. */
  readonly byIds: ByIds | null;
}

/** Records by their ids. */
export type ByIds = {
  /** At most so many ids at once. */
  readonly most: number;
  fetch(ids: readonly string[], signal: AbortSignal): Promise<FetchedByIds>;
};
