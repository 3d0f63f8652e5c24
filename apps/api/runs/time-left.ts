/** One part of a run, as far as its work can be counted in requests. */
export type PartWork = {
  readonly state: 'open' | 'done' | 'incomplete';
  /** Requests sent; counted about once a second, so a little behind. */
  readonly requests: number;
  /** Requests it was planned to take; null when that could not be told. */
  readonly expectedRequests: number | null;
  /** Records it was planned to read; null when the platform does not tell. */
  readonly expected: number | null;
  /** Records read or compared; committed with each page. */
  readonly read: number;
};

/** Work of a run in requests: platforms limit requests, and streams need different numbers of them for a record. */
export type Work = {
  readonly done: number;
  /** Of parts that are still read. */
  readonly left: number;
  /** Of parts that were left before their end, and are not read any more. */
  readonly given: number;
};

/**
 * What is done, by what is written: counted requests come late and are lost with a killed process. A part that was planned
 * by its records counts as the planned requests of the records it has read; that stays right when pages have to shrink, and
 * when a slice holds more or fewer records than an average one.
 */
function doneOf({ expectedRequests, expected, read, requests }: PartWork): number {
  return expectedRequests === null || expected === null || expected === 0 ? requests : (expectedRequests * read) / expected;
}

function leftOf({ expectedRequests, expected, read, requests }: PartWork): number {
  if (expectedRequests === null) return 0;
  return expected === null || expected === 0 ? Math.max(0, expectedRequests - requests) : expectedRequests * Math.max(0, 1 - read / expected);
}

/** Null when a part that is not done does not know how many requests it takes, or no part does. */
export function workOf(parts: readonly PartWork[]): Work | null {
  const unfinished = parts.filter((part) => part.state !== 'done');
  if (unfinished.some((part) => part.expectedRequests === null) || parts.every((part) => part.expectedRequests === null)) return null;
  const sum = (some: readonly PartWork[], of: (part: PartWork) => number): number => some.reduce((total, part) => total + of(part), 0);
  const [open, given] = [unfinished.filter((part) => part.state === 'open'), unfinished.filter((part) => part.state === 'incomplete')];
  return { done: sum(parts, doneOf), left: sum(open, leftOf), given: sum(given, leftOf) };
}

/** Seconds a run still needs when it goes on as it went for `seconds` of work; null while that cannot be told. */
export function secondsLeftOf(work: Work, seconds: number): number | null {
  if (work.left === 0) return 0;
  return work.done === 0 || seconds <= 0 ? null : work.left / (work.done / seconds);
}
