/**
 * The shop's clock: seconds resolution, local text without a zone, as PHP's date('Y-m-d H:i:s') writes it.
 * At the end of daylight saving time the same local hour comes twice, so the text runs backwards.
 */
export class ShopClock {
  private shiftMs = 0;
  private frozenAt: number | null = null;
  private readonly zone: ZoneOffsets;

  /** @param source milliseconds since 1970 */
  constructor(
    zone: string,
    private readonly source: () => number,
  ) {
    this.zone = new ZoneOffsets(zone);
  }

  nowMs(): number {
    return this.frozenAt ?? this.source() + this.shiftMs;
  }

  /** Stops the clock at an instant (ISO 8601 with offset); null lets it run on the real time again. */
  set(iso: string | null): void {
    this.shiftMs = 0;
    this.frozenAt = iso === null ? null : Date.parse(iso);
    if (Number.isNaN(this.frozenAt)) throw new Error(`Unreadable instant: ${String(iso)}`);
  }

  /** Moves the clock, frozen or running. */
  advance(seconds: number): void {
    if (this.frozenAt === null) this.shiftMs += seconds * 1000;
    else this.frozenAt += seconds * 1000;
  }

  /** `YYYY-MM-DD HH:MM:SS` in the shop's zone, now or at a given instant. */
  text(ms: number = this.nowMs()): string {
    const seconds = Math.floor(ms / 1000);
    return new Date((seconds + this.zone.at(seconds)) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  }
}

/** Offsets of a zone from UTC in seconds, remembered by the hour because Intl is slow. */
class ZoneOffsets {
  private readonly format: Intl.DateTimeFormat;
  private readonly hours = new Map<number, number>();

  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' });
  }

  at(seconds: number): number {
    const day = Math.floor(seconds / 86_400);
    const start = this.remembered(day * 24);
    // Equal at both ends of the day means no change in between; transition days are asked by the hour.
    return start === this.remembered(day * 24 + 24) ? start : this.remembered(Math.floor(seconds / 3600));
  }

  private remembered(hour: number): number {
    const known = this.hours.get(hour);
    if (known !== undefined) return known;
    const [, day = '', month = '', year = '', time = ''] = /^(\d+)\/(\d+)\/(\d+), (.+)$/.exec(this.format.format(hour * 3_600_000)) ?? [];
    const offset = Date.parse(`${year}-${month}-${day}T${time}Z`) / 1000 - hour * 3600;
    this.hours.set(hour, offset);
    return offset;
  }
}
