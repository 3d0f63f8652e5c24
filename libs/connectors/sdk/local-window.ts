import { clocksSetBack, highestLocal, HOUR_MS, localToUtc, utcToLocal } from '#libs/domain/local-time.js';

/** Windows of changes on platforms that stamp with local text, `YYYY-MM-DD HH:MM:SS`, which sorts like time except in one night. */
const OVERLAP_MS = 10 * 60_000;
/** Around the end of summer time later changes carry earlier texts. */
const DST_OVERLAP_MS = 2 * HOUR_MS;

/** Moves a local text back by wall clock. */
function back(text: string, ms: number): string {
  return new Date(Date.parse(`${text.replace(' ', 'T')}Z`) - ms).toISOString().slice(0, 19).replace('T', ' ');
}

export const earlierText = (a: string, b: string): string => (a < b ? a : b);

/** Where to start so that nothing stamped before the position and committed after it is missed. */
export function overlapStart(position: string, zone: string): string {
  const at = localToUtc(position, zone);
  if (at === null) return position;
  const overlapMs = clocksSetBack(at + DST_OVERLAP_MS, zone, 2 * DST_OVERLAP_MS) === null ? OVERLAP_MS : DST_OVERLAP_MS;
  // By the wall clock and by real time: in spring ten minutes of wall clock may hold no minute at all.
  return earlierText(back(position, overlapMs), utcToLocal(at - overlapMs, zone));
}

/** The newest stamp that may be read now: in the repeated hour the first pass is long over, so all of it counts. */
export function untilOf(platformMs: number, { lagMs, zone }: { readonly lagMs: number; readonly zone: string }): string {
  return highestLocal(platformMs - lagMs, zone);
}
