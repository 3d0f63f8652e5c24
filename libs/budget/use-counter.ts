const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

export type MinuteUse = { readonly minute: number; readonly requests: number; readonly refused: number };

/** Counts of one account in one process, kept until they are written in one go. Times in ms since 1970. */
export class UseCounter {
  #minutes = new Map<number, { requests: number; refused: number }>();
  #second = 0;
  #inSecond = 0;
  #before = 0;

  sent(now: number): void {
    this.#minute(now).requests += 1;
    this.#turn(now);
    this.#inSecond += 1;
  }

  refused(now: number): void {
    this.#minute(now).refused += 1;
  }

  /** Requests of the last second, about: this second's and the fitting part of the one before. */
  lastSecond(now: number): number {
    this.#turn(now);
    const part = 1 - (now / SECOND_MS - this.#second);
    return this.#inSecond + Math.round(this.#before * part);
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

  #turn(now: number): void {
    const second = Math.floor(now / SECOND_MS);
    if (second === this.#second) return;
    this.#before = second === this.#second + 1 ? this.#inSecond : 0;
    this.#inSecond = 0;
    this.#second = second;
  }
}
