import type { BudgetAccount } from '#libs/domain/budget.js';

/** How requests of an account are dated. Times in ms. */
export type SlotRule = {
  /** Time between two slots in the long run. */
  readonly spacingMs: number;
  /** Slots that may share one date after a quiet time. */
  readonly burst: number;
  /** A slot is lost this long after its date. */
  readonly validMs: number;
};

const LONGEST_VALIDITY_MS = 2_000;
/** Below this a busy process would lose every slot to its own timers. */
const SHORTEST_VALIDITY_MS = 50;

/**
 * The rule of an account, null where no rate is known.
 *
 * In any window W at most `n = ⌊share × requests⌋` requests are sent. A request sent in [t, t + W) used a slot dated in
 * (t − V, t + W), V being the validity; the cell-rate algorithm dates at most `⌈(W + V) / T⌉ + burst − 1` slots there, so
 * `T = (W + V) / (n − burst + 1)` keeps it at n. V is 1 % of the window (2 s at most): what the lateness of a worker may
 * cost is 1 % of the rate. The burst, 1 % of n, costs another 1 % at most.
 */
export function slotRule(account: BudgetAccount): SlotRule | null {
  if (account.limit === null) return null;
  const { requests, windowMs } = account.limit;
  const allowed = requests * Math.min(Math.max(account.share, 0), 1);
  const validMs = Math.min(LONGEST_VALIDITY_MS, Math.max(SHORTEST_VALIDITY_MS, windowMs / 100));
  // 0.8 × 5 is 4.000000000000001 or 3.9999…: neither may change the count.
  const whole = Math.floor(allowed + 1e-9);
  if (whole < 1) return { spacingMs: windowMs / Math.max(allowed, 1e-6) + validMs, burst: 1, validMs };
  const burst = Math.max(1, Math.floor(whole / 100));
  return { spacingMs: (windowMs + validMs) / (whole - burst + 1), burst, validMs };
}

/** State of the cell-rate algorithm. Times in ms since 1970. */
export type SlotState = {
  /** Theoretical arrival time of the next request. */
  readonly nextAt: number;
  /** From then on the next slot belongs to a waiting backfill. */
  readonly floorAt: number;
};

/** Leave to send one request at `at` or within the rule's validity after it. */
export type Slot = { readonly at: number; readonly floor: boolean };

/** Who wants slots: callers waiting by priority, and since when nobody of them was served. */
export type SlotWish = { readonly waiting: readonly number[]; readonly waitingSince: number };

export const BACKFILL = 3;
/** One slot in ten is kept for a backfill that waits. */
export const FLOOR_EVERY = 10;
/** Slots are handed out at most this long before their date: what is promised cannot go to somebody more urgent. */
export const LOOKAHEAD_MS = 1_000;
/** So close to its date a slot goes to whoever asks: the one it was left to has not come. */
export const IMMINENT_MS = 100;
/** A rival that waits longer by this goes first. */
const FAIR_MS = 250;

/** The date of the next slot when asked at `now`. */
export function nextDate(rule: SlotRule, state: SlotState, now: number): number {
  return Math.max(now, state.nextAt - (rule.burst - 1) * rule.spacingMs);
}

const bestOf = (waiting: readonly number[]): number => {
  const found = waiting.findIndex((count) => count > 0);
  return found === -1 ? Number.POSITIVE_INFINITY : found;
};

/** May this slot go to me? With the reason `floor` when it is the backfill's own share. */
function claim(mine: SlotWish, left: readonly number[], rivals: readonly SlotWish[], floorDue: boolean): 'no' | 'yes' | 'floor' {
  const myBackfill = (left[BACKFILL] ?? 0) > 0;
  const anyBackfill = myBackfill || rivals.some((rival) => (rival.waiting[BACKFILL] ?? 0) > 0);
  if (floorDue && anyBackfill) return myBackfill ? 'floor' : 'no';
  const best = bestOf(left);
  for (const rival of rivals) {
    const other = bestOf(rival.waiting);
    if (other < best) return 'no';
    if (other === best && rival.waitingSince < mine.waitingSince - FAIR_MS) return 'no';
  }
  return 'yes';
}

/**
 * Dates slots for one process: as many as callers wait there, or `ahead` (what it used in the last second) when nobody
 * else waits; none further away than the look-ahead, none that belong to somebody more urgent elsewhere.
 */
export function takeSlots(
  rule: SlotRule,
  state: SlotState,
  now: number,
  mine: SlotWish & { readonly ahead: number },
  rivals: readonly SlotWish[],
): { readonly slots: readonly Slot[]; readonly state: SlotState } {
  const slots: Slot[] = [];
  const left = [...mine.waiting];
  const waiting = left.reduce((sum, count) => sum + count, 0);
  const want = rivals.length === 0 ? Math.max(waiting, mine.ahead) : waiting;
  let { nextAt, floorAt } = state;
  while (slots.length < want) {
    const at = nextDate(rule, { nextAt, floorAt }, now);
    if (at > now + LOOKAHEAD_MS) break;
    const claimed = claim(mine, left, rivals, floorAt <= at);
    if (claimed === 'no' && at - now > IMMINENT_MS) break;
    if (claimed === 'floor') floorAt = at + FLOOR_EVERY * rule.spacingMs;
    const served = claimed === 'floor' ? BACKFILL : bestOf(left);
    if (Number.isFinite(served)) left[served] = (left[served] ?? 1) - 1;
    slots.push({ at, floor: claimed === 'floor' });
    nextAt = Math.max(nextAt, at) + rule.spacingMs;
  }
  return { slots, state: { nextAt, floorAt } };
}
