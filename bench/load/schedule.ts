/** Moments, ms from the start, at which deliveries are due: evenly spaced, whatever becomes of those before. */
export function dueAt(index: number, perSecond: number): number {
  return (index * 1_000) / perSecond;
}

/** How many are due after `elapsedMs`, of `count`. */
export function dueBy(elapsedMs: number, perSecond: number, count: number): number {
  return elapsedMs < 0 ? 0 : Math.min(count, Math.floor((elapsedMs * perSecond) / 1_000) + 1);
}
