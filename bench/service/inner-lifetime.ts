import { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';

/** What belongs to one round: ended with the round, or with the whole program when that comes first. */
export function innerLifetime(outer: Lifetime, log: Log): Lifetime {
  const inner = new Lifetime(log);
  outer.defer('round', () => inner.close());
  return inner;
}
