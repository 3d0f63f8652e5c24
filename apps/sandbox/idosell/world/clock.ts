/**
 * The shop's clock. The platform keeps Polish wall-clock text without a zone, so this simulator does as well: a `Local` is
 * the wall clock in seconds, counted as if it were UTC. When daylight saving time ends the same hour comes twice and a
 * later event may carry an earlier `Local`; comparing, sorting and filtering go wrong there exactly as on the platform.
 */
export type Local = number;

const changes = new Map<number, number>();

/** Last Sunday of a month, 01:00 UTC, in seconds: when Europe changes its clocks. @param month 2 March, 9 October */
export function clockChange(year: number, month: 2 | 9): number {
  const key = year * 12 + month;
  const known = changes.get(key);
  if (known !== undefined) return known;
  const last = new Date(Date.UTC(year, month + 1, 0));
  const at = Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1) / 1000;
  changes.set(key, at);
  return at;
}

/** Wall clock in Poland at an instant. @param ms since 1970 */
export function localOf(ms: number): Local {
  const seconds = Math.floor(ms / 1000);
  const year = new Date(ms).getUTCFullYear();
  const summer = seconds >= clockChange(year, 2) && seconds < clockChange(year, 9);
  return seconds + (summer ? 7200 : 3600);
}

/** `YYYY-MM-DD HH:MM:SS`. */
export function textOf(local: Local): string {
  return new Date(local * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** `YYYY-MM-DD`. */
export function dayOf(local: Local): string {
  return new Date(local * 1000).toISOString().slice(0, 10);
}

const SHAPE = /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/;

/** What a filter means by a date or date-time; null = not in the platform's form. @param end a bare date means its last second */
export function parseLocal(text: string, end: boolean): Local | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const ms = Date.parse(`${match[1] ?? ''}T${match[2] ?? (end ? '23:59:59' : '00:00:00')}Z`);
  return Number.isNaN(ms) ? null : ms / 1000;
}

export class ShopClock {
  private shiftMs = 0;
  private frozenAt: number | null = null;

  /** @param source milliseconds since 1970 */
  constructor(private readonly source: () => number) {}

  nowMs(): number {
    return this.frozenAt ?? this.source() + this.shiftMs;
  }

  now(): Local {
    return localOf(this.nowMs());
  }

  /** Stops the clock at an instant (ISO 8601 with offset); null lets it run on the real time again. */
  set(iso: string | null): void {
    const at = iso === null ? null : Date.parse(iso);
    if (Number.isNaN(at)) throw new Error(`Unreadable instant: ${String(iso)}`);
    this.shiftMs = 0;
    this.frozenAt = at;
  }

  /** Moves the clock, frozen or running. */
  advance(seconds: number): void {
    if (this.frozenAt === null) this.shiftMs += seconds * 1000;
    else this.frozenAt += seconds * 1000;
  }
}
