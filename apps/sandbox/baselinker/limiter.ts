/** 100 calls in any 60 s; one more blocks the token for a while (sheet section 2, rate limit). */
import { RateLimit } from '../common/rate.js';
import type { Behaviour } from './options.js';

const COUNTED_MS = 60_000;

export class Limiter {
  private readonly rate: RateLimit;
  /** Moves windows and blocks, not the account's clock. */
  private shiftMs = 0;
  /** Whole second, ms since 1970 in shifted time. */
  private until = 0;
  private held = 0;
  private count = 0;

  constructor(perMinute: number, private readonly blockMs: number) {
    this.rate = new RateLimit(perMinute === 0 ? null : perMinute);
  }

  /** Counts a call. @returns when the block ends, ms; null: let it through */
  refuse(nowMs: number, { prolongBlock }: Pick<Behaviour, 'prolongBlock'>): number | null {
    const now = nowMs + this.shiftMs;
    if (now < this.until) {
      this.held += 1;
      if (prolongBlock) this.until = this.ends(now);
      return this.until - this.shiftMs;
    }
    if (this.rate.refuse(now) === null) return null;
    this.count += 1;
    this.held = 0;
    this.until = this.ends(now);
    return this.until - this.shiftMs;
  }

  /** Other integrations of the same account spend so many calls. */
  spend(calls: number, nowMs: number): void {
    for (let call = 0; call < calls; call += 1) this.rate.refuse(nowMs + this.shiftMs);
  }

  /** Time passes for limits alone. */
  advance(ms: number): void {
    this.shiftMs += ms;
  }

  setRate(perMinute: number): void {
    this.rate.perMinute = perMinute === 0 ? null : perMinute;
  }

  /** Ends a block at once and forgets the window. */
  clear(): void {
    this.until = 0;
    this.shiftMs += COUNTED_MS;
  }

  /** Calls during the present block. */
  heldCalls(): number {
    return this.held;
  }

  blocks(): number {
    return this.count;
  }

  /** ms since 1970; null: not blocked. */
  blockedUntil(nowMs: number): number | null {
    return nowMs + this.shiftMs < this.until ? this.until - this.shiftMs : null;
  }

  private ends(now: number): number {
    return Math.ceil(now / 1000) * 1000 + this.blockMs;
  }
}

/** `YYYY-MM-DD HH:MM:SS`. */
export function blockText(untilMs: number, zone: Behaviour['blockZone']): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(untilMs);
}
