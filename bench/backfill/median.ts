/** The value of a key in the middle of a list; the lower one of two. */
export function middleBy<T>(items: readonly T[], key: (item: T) => number): T {
  const found = [...items].sort((a, b) => key(a) - key(b))[Math.floor((items.length - 1) / 2)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}
