/**
 * Which copy of a record wins: a total order inside a stream, (epoch, source time, request sent).
 * `epoch` is raised by a re-read, so that a shop restored from a backup is not "older" for ever.
 */
export type Version = {
  readonly epoch: number;
  /** Source time in milliseconds since 1970, or null when missing or when the stream's dates cannot be trusted; sorts lowest. */
  readonly sourceMs: number | null;
  /** When the request that brought the copy was sent, by the database clock, in milliseconds since 1970. */
  readonly requestedMs: number;
};

const time = (ms: number | null): number => ms ?? Number.NEGATIVE_INFINITY;

/** Negative when `a` is older than `b`, 0 when neither is newer, positive when `a` is newer. */
export function compareVersions(a: Version, b: Version): number {
  if (a.epoch !== b.epoch) return a.epoch - b.epoch;
  const left = time(a.sourceMs);
  const right = time(b.sourceMs);
  if (left !== right) return left < right ? -1 : 1;
  return a.requestedMs - b.requestedMs;
}
