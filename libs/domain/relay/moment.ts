import { localToVersion, utcToLocal } from '../local-time.js';
import type { SourceMoment } from '../records.js';

/** A moment in ms since 1970, or null when there is none. */
export function momentMs(moment: SourceMoment | null): number | null {
  if (moment === null) return null;
  const ms = Date.parse(moment.utc);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * True when a moment of a source lies before an instant; null when there is no date. All texts of the hour that is repeated when
 * the clocks are set back count as one instant, on both sides: which pass a shop's text means cannot be told.
 */
export function isBefore(moment: SourceMoment | null, zone: string | null, limitMs: number): boolean | null {
  const ms = momentMs(moment);
  if (moment === null || ms === null) return null;
  if (zone === null || moment.local === undefined) return ms < limitMs;
  const own = localToVersion(moment.local, zone) ?? ms;
  const limit = localToVersion(utcToLocal(limitMs, zone), zone) ?? limitMs;
  return own < limit;
}
