/** A row as the webservice gives it; a hand-written loop trusts its shape. */
export type ShopRow = Readonly<Record<string, unknown>>;

/** Text of a cell, blank and missing as null. */
export function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

/** Id of another row; 0 means none. */
export function reference(value: unknown): string | null {
  const id = text(value);
  return id === null || id === '0' ? null : id;
}

export const flag = (value: unknown): boolean => text(value) === '1';

const HOUR_MS = 3_600_000;
const changes = new Map<number, readonly [number, number]>();

/** Instants between which Polish time is two hours ahead of UTC: 01:00 UTC of the last Sundays of March and October. */
function summerOf(year: number): readonly [number, number] {
  let found = changes.get(year);
  if (found === undefined) {
    const lastSunday = (month: number): number => {
      const end = new Date(Date.UTC(year, month, 31, 1));
      return end.getTime() - end.getUTCDay() * 24 * HOUR_MS;
    };
    found = [lastSunday(2), lastSunday(9)];
    changes.set(year, found);
  }
  return found;
}

export type Moment = { readonly utc: string; readonly local: string };

/** The shop's local text as an instant; null for zero dates. */
export function moment(value: unknown): Moment | null {
  const local = text(value);
  if (local === null || local.startsWith('0000')) return null;
  const wall = Date.parse(`${local.replace(' ', 'T')}Z`);
  const winter = wall - HOUR_MS;
  const [from, to] = summerOf(Number(local.slice(0, 4)));
  return { utc: new Date(winter >= from && winter - HOUR_MS < to ? winter - HOUR_MS : winter).toISOString(), local };
}
