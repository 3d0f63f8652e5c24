import { IANAZone } from 'luxon';

/**
 * Times of platforms that write local time without an offset. Texts are `YYYY-MM-DD HH:MM:SS`; zones are IANA names;
 * instants are milliseconds since 1970.
 */
export const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const TEXT = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/u;
const CACHE_LIMIT = 20_000;

const zones = new Map<string, IANAZone>();
/** Zone → the first 13 characters of a text → the instant that hour begins, or null when a change of offset touches it. */
const hours = new Map<string, Map<string, number | null>>();

export function isZone(zone: string): boolean {
  return IANAZone.isValidZone(zone);
}

/** Offset of local time from UTC at an instant, ms; positive east of Greenwich. */
export function offsetAt(ms: number, zone: string): number {
  let found = zones.get(zone);
  if (found === undefined) {
    found = IANAZone.create(zone);
    zones.set(zone, found);
  }
  return found.offset(ms) * MINUTE_MS;
}

/** The wall clock of a text read as if it were UTC, or null for anything that is not a date (zero dates included). */
function wallClock(text: string): number | null {
  const match = TEXT.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((group) => Number(match[group] ?? 0)) as [number, number, number, number, number, number];
  if (year < 1000) return null;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(wall);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60 ? wall : null;
}

type Reading = { readonly earliest: number; readonly latest: number; readonly kind: 'plain' | 'repeated' | 'missing' };

/** What a wall clock can mean near a change of offset: once, twice (clocks set back) or never (clocks set forward). */
function readWall(wall: number, zone: string): Reading {
  const offsets = [offsetAt(wall - 24 * HOUR_MS, zone), offsetAt(wall + 24 * HOUR_MS, zone)] as const;
  const hits = offsets.map((offset) => wall - offset).filter((ms) => ms + offsetAt(ms, zone) === wall);
  const [first] = hits;
  if (first !== undefined) {
    const second = hits[1] ?? first;
    return { earliest: Math.min(first, second), latest: Math.max(first, second), kind: first === second ? 'plain' : 'repeated' };
  }
  const change = changeBetween(wall - Math.max(...offsets) - HOUR_MS, wall - Math.min(...offsets) + HOUR_MS, zone) ?? wall - offsets[0];
  return { earliest: change, latest: change, kind: 'missing' };
}

/** The first instant with the new offset inside (from, to], or null; the ranges used here hold one change at most. */
function changeBetween(from: number, to: number, zone: string): number | null {
  const before = offsetAt(from, zone);
  if (offsetAt(to, zone) === before) return null;
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Two digits of a text below 60, or null. */
function sixtieth(text: string, at: number): number | null {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens < 6 && ones >= 0 && ones < 10 ? tens * 10 + ones : null;
}

/** Zone → day → the one offset of that day and its neighbours, or null near a change. Years of orders are few days. */
const days = new Map<string, Map<string, number | null>>();

function offsetOfDay(day: string, wall: number, zone: string): number | null {
  let known = days.get(zone);
  if (known === undefined || known.size > CACHE_LIMIT) days.set(zone, (known = new Map<string, number | null>()));
  let offset = known.get(day);
  if (offset === undefined) {
    const midnight = Math.floor(wall / (24 * HOUR_MS)) * 24 * HOUR_MS;
    const before = offsetAt(midnight - 24 * HOUR_MS, zone);
    offset = before === offsetAt(midnight + 48 * HOUR_MS, zone) ? before : null;
    known.set(day, offset);
  }
  return offset;
}

function hourStart(hour: string, zone: string): number | null {
  const wall = wallClock(`${hour}:00:00`);
  if (wall === null) return null;
  const offset = offsetOfDay(hour.slice(0, 10), wall, zone);
  if (offset !== null) return wall - offset;
  const first = readWall(wall, zone);
  const last = readWall(wall + HOUR_MS - 1_000, zone);
  const plain = first.kind === 'plain' && last.kind === 'plain' && last.earliest - first.earliest === HOUR_MS - 1_000;
  return plain ? first.earliest : null;
}

/** Times of a shop fall into few hours again and again: those without a change of offset are looked up, not calculated. */
function readPlain(text: string, zone: string): number | null {
  if (text.length !== 19 || text[13] !== ':' || text[16] !== ':') return null;
  const [minute, second] = [sixtieth(text, 14), sixtieth(text, 17)];
  if (minute === null || second === null) return null;
  let known = hours.get(zone);
  if (known === undefined || known.size >= CACHE_LIMIT) {
    known = new Map();
    hours.set(zone, known);
  }
  const hour = text.slice(0, 13);
  let start = known.get(hour);
  if (start === undefined) {
    start = hourStart(hour, zone);
    known.set(hour, start);
  }
  return start === null ? null : start + minute * MINUTE_MS + second * 1_000;
}

/**
 * A local text as an instant, or null when it is no date. A text of the repeated hour means its first pass; a text that
 * never was (clocks set forward over it) means the moment of the change, so that order is kept.
 */
export function localToUtc(text: string, zone: string): number | null {
  const plain = readPlain(text, zone);
  if (plain !== null) return plain;
  const wall = wallClock(text);
  return wall === null ? null : readWall(wall, zone).earliest;
}

/**
 * The instant used to compare versions: all texts of a repeated hour count as one (the start of its first pass), because
 * a later change may carry an earlier text there.
 */
export function localToVersion(text: string, zone: string): number | null {
  const plain = readPlain(text, zone);
  if (plain !== null) return plain;
  const wall = wallClock(text);
  if (wall === null) return null;
  const reading = readWall(wall, zone);
  if (reading.kind !== 'repeated') return reading.earliest;
  const change = clocksSetBack(reading.latest, zone, reading.latest - reading.earliest);
  return change === null ? reading.earliest : change.at - change.byMs;
}

/** An instant as local text. */
export function utcToLocal(ms: number, zone: string): string {
  return new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** The last time the clocks were set back in (ms − withinMs, ms], or null. `byMs` is how far. */
export function clocksSetBack(ms: number, zone: string, withinMs: number): { readonly at: number; readonly byMs: number } | null {
  const before = offsetAt(ms - withinMs, zone);
  const byMs = before - offsetAt(ms, zone);
  if (byMs <= 0) return null;
  const at = changeBetween(ms - withinMs, ms, zone);
  return at === null ? null : { at, byMs };
}

/** The highest local text a clock in that zone has shown up to the instant: during the second pass, the end of the first. */
export function highestLocal(ms: number, zone: string): string {
  const change = clocksSetBack(ms, zone, 3 * HOUR_MS);
  const now = utcToLocal(ms, zone);
  if (change === null) return now;
  const endOfFirst = utcToLocal(change.at - 1_000, zone);
  return endOfFirst > now ? endOfFirst : now;
}

/** The lowest local text a clock in that zone will show from the instant on: before the clocks are set back, the start of the second pass. */
export function lowestLocal(ms: number, zone: string): string {
  const change = clocksSetBack(ms + 3 * HOUR_MS, zone, 3 * HOUR_MS);
  const now = utcToLocal(ms, zone);
  if (change === null) return now;
  const startOfSecond = utcToLocal(change.at, zone);
  return startOfSecond < now ? startOfSecond : now;
}
