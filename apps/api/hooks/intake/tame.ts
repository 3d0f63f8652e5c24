const DEEPEST = 40;
const MOST_VALUES = 100_000;
/** Copying an object that has one of these as a key of its own could change what all objects are. */
const HARMFUL: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** True for a value that code written for friendly input survives: not too deep, not too large, no keys that reach for prototypes. */
export function isTame(value: unknown): boolean {
  let level: unknown[] = [value];
  let seen = 0;
  // By levels instead of recursion: the depth is the sender's choice, the stack is ours.
  for (let depth = 0; level.length > 0; depth += 1) {
    seen += level.length;
    if (depth > DEEPEST || seen > MOST_VALUES) return false;
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue;
      if (!Array.isArray(one) && Object.keys(one).some((key) => HARMFUL.has(key))) return false;
      for (const inner of Object.values(one) as unknown[]) next.push(inner);
    }
    level = next;
  }
  return true;
}
