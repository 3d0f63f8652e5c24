/** Limit of a platform or its hosting: so many requests in any 60 s. */
export class RateLimit {
  private times: number[] = [];

  constructor(public perMinute: number | null) {}

  /** Seconds to wait, or null: let it through. @param now ms */
  refuse(now: number): number | null {
    if (this.perMinute === null) return null;
    const opens = now - 60_000;
    this.times = this.times.filter((time) => time > opens);
    if (this.times.length < this.perMinute) {
      this.times.push(now);
      return null;
    }
    return Math.max(1, Math.ceil(((this.times[0] ?? now) - opens) / 1000));
  }
}
