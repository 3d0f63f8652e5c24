import type { BudgetAccount } from '#libs/domain/budget.js';
import type { AccountChange, AccountState } from './budget-store.js';
import type { DeskTimes } from './desk-clock.js';
import { TURN_MS, isStarved, permitsFor, waitingCount } from './sharing.js';
import type { Party } from './sharing.js';
import { IMMINENT_MS, LOOKAHEAD_MS, nextDate, slotRule, takeSlots } from './slots.js';
import type { Slot, SlotState } from './slots.js';

/** How a process stands towards the others. Times in ms since 1970, by the database clock. */
export type Standing = { readonly priority: number; readonly servedAt: number; readonly heldSince: number; readonly boostedUntil: number };

/** What a process needs of an account at this moment. */
export type Need = {
  readonly holder: string;
  readonly account: BudgetAccount;
  readonly times: DeskTimes;
  /** Requests under way. */
  readonly inUse: number;
  /** Permits it had until now. */
  readonly held: number;
  /** Slots it has and has not used. */
  readonly pending: number;
  /** Callers by priority, and since when the oldest waits. */
  readonly waiting: readonly number[];
  readonly oldest: number | null;
  /** Requests of the last second. */
  readonly recent: number;
  readonly standing: Standing;
};

/** What it gets. Times by the database clock. */
export type Grant = {
  readonly permits: number;
  /** Permits its row names: those under way count although they should come back. */
  readonly recorded: number;
  readonly slots: readonly Slot[];
  /** Theoretical date of the slot after those. */
  readonly nextSlotAt: number;
  /** Asking again before then would not help. */
  readonly askAt: number;
  readonly standing: Standing;
};

const WISH_MS = 2_000;

/** Takes `count` callers off, the most urgent first. */
function without(waiting: readonly number[], count: number): readonly number[] {
  let left = count;
  return waiting.map((callers) => {
    const taken = Math.min(callers, Math.max(0, left));
    left -= taken;
    return callers - taken;
  });
}

/** Takes `count` callers off, the least urgent first. */
function lastTaken(waiting: readonly number[], count: number): readonly number[] {
  return [...without([...waiting].reverse(), count)].reverse();
}

function partyOf(need: Need, now: number): Party {
  const waits = need.oldest === null ? now : Math.max(need.oldest, need.standing.servedAt);
  const { priority, heldSince, boostedUntil } = need.standing;
  return { holder: need.holder, permits: need.inUse, waiting: need.waiting, priority, waitingSince: waits, heldSince, boostedUntil };
}

function permitsOf(need: Need, me: Party, state: AccountState): number {
  const allowed = permitsFor(me, state.others, need.account.maxInFlight, state.now);
  const rivals = state.others.some((other) => waitingCount(other.waiting) > 0);
  if (rivals) return allowed;
  // Unused permits are kept for a moment as long as nobody else wants them.
  const heldByOthers = state.others.reduce((sum, other) => sum + other.permits, 0);
  return Math.max(allowed, Math.min(need.held, need.account.maxInFlight - heldByOthers));
}

function slotsOf(need: Need, me: Party, state: AccountState, permits: number): { readonly slots: readonly Slot[]; readonly state: SlotState } {
  const rule = slotRule(need.account);
  const waiting = waitingCount(need.waiting);
  if (rule === null || state.block !== null || waiting === 0 || permits === 0) return { slots: [], state: state.slots };
  // Callers beyond the permits could not use a slot at its date.
  const usable = lastTaken(need.waiting, waiting - permits);
  const wish = { waiting: without(usable, need.pending), waitingSince: me.waitingSince, ahead: Math.max(0, need.recent - need.pending) };
  const rivals = state.others.filter((other) => waitingCount(other.waiting) > 0);
  return takeSlots(rule, state.slots, state.now, wish, rivals);
}

/** When asking again can help: others' permits come back unannounced, slots come into view at a known moment. */
function askAgainAt(need: Need, state: AccountState, permits: number, taken: { readonly slots: readonly Slot[]; readonly state: SlotState }): number {
  const waiting = waitingCount(need.waiting);
  const poll = state.now + need.times.pollMs;
  const lacksPermit = waiting > permits - need.inUse && state.others.length > 0;
  const rule = slotRule(need.account);
  if (rule === null) return lacksPermit ? poll : state.now;
  const inHand = taken.slots.length + need.pending;
  // Permits beyond the slots in hand would change nothing.
  if (lacksPermit && inHand > Math.max(0, permits - need.inUse)) return poll;
  if (inHand > 0 && inHand >= Math.min(waiting, permits)) return state.now;
  const date = nextDate(rule, taken.state, state.now);
  // In view and not ours: it was left to somebody more urgent, who may not come for it.
  return date - LOOKAHEAD_MS > state.now ? date - LOOKAHEAD_MS : Math.max(poll, date - IMMINENT_MS);
}

/** The change to make and what comes of it: pure, made of what the database says and what the process needs. */
export function decide(need: Need, state: AccountState): { readonly change: AccountChange; readonly grant: Grant } {
  const { now } = state;
  const me = partyOf(need, now);
  const permits = permitsOf(need, me, state);
  const taken = slotsOf(need, me, state, permits);
  const begins = permits > 0 && need.held === 0;
  const standing: Standing = {
    ...need.standing,
    heldSince: begins ? now : need.standing.heldSince,
    boostedUntil: begins && isStarved(me, now) ? now + TURN_MS : need.standing.boostedUntil,
  };
  const recorded = Math.max(permits, need.inUse);
  const served = Math.min(Math.max(0, permits - need.inUse), slotRule(need.account) === null ? Number.POSITIVE_INFINITY : need.pending + taken.slots.length);
  const askAt = askAgainAt(need, state, permits, taken);
  const party: Party = { ...me, permits: recorded, waiting: without(need.waiting, served), heldSince: standing.heldSince, boostedUntil: standing.boostedUntil };
  return {
    change: {
      party,
      expiresAt: now + need.times.ttlMs,
      waitingUntil: Math.max(now + WISH_MS, askAt + WISH_MS / 4),
      slots: taken.slots.length > 0 ? taken.state : null,
    },
    grant: { permits, recorded, slots: taken.slots, nextSlotAt: taken.state.nextAt, askAt, standing },
  };
}
