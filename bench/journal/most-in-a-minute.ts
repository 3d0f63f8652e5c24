const MINUTE_MS = 60_000;

/** The most moments (ms, ascending) that lie within any minute. */
export function mostInAnyMinute(moments: readonly number[]): number {
  let [most, first] = [0, 0];
  for (const [place, moment] of moments.entries()) {
    while (moment - (moments[first] ?? moment) >= MINUTE_MS) first += 1;
    most = Math.max(most, place - first + 1);
  }
  return most;
}
