const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

export type MinuteUse = { readonly minute: number; readonly requests: number; readonly refused: number };

/** Counts of one account in one process, kept until they are written in one go. Times in ms since 1970. */
export class UseCounter {
  #minutes = new Map<number, { requests: number; refused: number }>();
  #recent: number[] = [];

  sent(now: number): void {
    this.#minute(now).requests += 1;
    this.#recent.push(now);
    // Only the last second is ever asked for.
    if (this.#recent.length > 1_000) this.#trim(now);
  }

  refused(now: number): void {
    this.#minute(now).refused += 1;
  }

  /** Requests of the last second. */
  lastSecond(now: number): number {
    this.#trim(now);
    return this.#recent.length;
  }

  /** What has not been written yet; it is forgotten here. `minute`: minutes since 1970. */
  drain(): readonly MinuteUse[] {
    const uses = [...this.#minutes].map(([minute, use]) => ({ minute, ...use }));
    this.#minutes = new Map();
    return uses;
  }

  #minute(now: number): { requests: number; refused: number } {
    const minute = Math.floor(now / MINUTE_MS);
    const known = this.#minutes.get(minute) ?? { requests: 0, refused: 0 };
    this.#minutes.set(minute, known);
    return known;
  }

  #trim(now: number): void {
    this.#recent = this.#recent.filter((moment) => moment > now - SECOND_MS);
  }
}
