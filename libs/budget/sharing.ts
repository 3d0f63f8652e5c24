import { BACKFILL } from './slots.js';

/** A process that uses an account or waits for it. Times in ms since 1970. */
export type Party = {
  readonly holder: string;
  /** Permits it holds; for the asking process: requests under way. */
  readonly permits: number;
  /** Callers that wait there, by priority. */
  readonly waiting: readonly number[];
  /** Best priority it is working at. */
  readonly priority: number;
  readonly waitingSince: number;
  readonly heldSince: number;
  readonly boostedUntil: number;
};

/** A turn with the permits; after it others of the same priority go first. */
export const TURN_MS = 1_000;
/** After being passed over this long a backfill has a turn of its own: one turn in ten. */
export const STARVED_MS = 9 * TURN_MS;
const FIRST = -1;

export const waitingCount = (waiting: readonly number[]): number => waiting.reduce((sum, count) => sum + count, 0);

/** A backfill that was not served for so long that its floor is due. */
export function isStarved(party: Pick<Party, 'waiting' | 'waitingSince'>, now: number): boolean {
  return (party.waiting[BACKFILL] ?? 0) > 0 && now - party.waitingSince >= STARVED_MS;
}

function classOf(party: Party, now: number): number {
  if (party.boostedUntil > now || isStarved(party, now)) return FIRST;
  const best = party.waiting.findIndex((count) => count > 0);
  return best === -1 ? party.priority : best;
}

/** Who is dealt to first: priority, then whoever is in the middle of a turn, then the longest wait. */
function compare(a: Party, b: Party, now: number): number {
  const inTurn = (party: Party): number => (party.permits > 0 && now - party.heldSince < TURN_MS ? 0 : 1);
  return classOf(a, now) - classOf(b, now) || inTurn(a) - inTurn(b) || a.waitingSince - b.waitingSince || (a.holder < b.holder ? -1 : 1);
}

/** Deals permits one by one, in rounds, to a class of parties in order; returns what is left. */
function dealRound(parties: readonly Party[], dealt: Map<string, number>, capacity: number): number {
  let left = capacity;
  let moved = true;
  while (left > 0 && moved) {
    moved = false;
    for (const party of parties) {
      const has = dealt.get(party.holder) ?? 0;
      if (left === 0 || has >= party.permits + waitingCount(party.waiting)) continue;
      dealt.set(party.holder, has + 1);
      left -= 1;
      moved = true;
    }
  }
  return left;
}

/**
 * How many permits the asking process may hold now. All parties compute the same from the same rows, so that one gives
 * back what another may take. What is under way elsewhere is never taken away: it comes back when it ends.
 */
export function permitsFor(me: Party, others: readonly Party[], maxInFlight: number, now: number): number {
  const heldByOthers = others.reduce((sum, party) => sum + party.permits, 0);
  const free = Math.max(0, maxInFlight - heldByOthers);
  const rivals = others.filter((party) => waitingCount(party.waiting) > 0);
  if (rivals.length === 0) return Math.min(free, me.permits + waitingCount(me.waiting));
  // Those that only finish what they have under way do not contend.
  const busy = others.filter((party) => waitingCount(party.waiting) === 0).reduce((sum, party) => sum + party.permits, 0);
  const contenders = [me, ...rivals].sort((a, b) => compare(a, b, now));
  const dealt = new Map<string, number>();
  let capacity = Math.max(0, maxInFlight - busy);
  for (const level of new Set(contenders.map((party) => classOf(party, now)))) {
    capacity = dealRound(contenders.filter((party) => classOf(party, now) === level), dealt, capacity);
  }
  return Math.min(free, dealt.get(me.holder) ?? 0);
}
