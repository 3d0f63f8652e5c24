/** Order of the platform's ids. They are mostly digits without leading zeros: the shorter is the smaller. */
export function byExternalId(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
