/** The instance's clock: the injected time, moved on by the control. */
export class Clock {
  private shiftMs = 0;

  /** @param source ms since 1970 */
  constructor(private readonly source: () => number) {}

  nowMs(): number {
    return this.source() + this.shiftMs;
  }

  /** Unix seconds. */
  seconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }

  advance(seconds: number): void {
    this.shiftMs += seconds * 1000;
  }
}
