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

/** The share of a part's records that are read; null where records say nothing about requests, see `doneOf`. */
function shareRead({ expectedRequests, expected, read }: PartWork): number | null {
  return expected === null || expected === 0 || expected < (expectedRequests ?? 0) ? null : read / expected;
}

/**
 * What is done, by what is written: counted requests come late and are lost with a killed process. A part that was planned
 * by its records counts as the planned requests of the records it has read; that stays right when pages have to shrink, and
 * when a slice holds more or fewer records than an average one. Where most requests bring no record at all, as in a pass
 * over all clients for the few without a date, the requests themselves are what is known.
 */
function doneOf(part: PartWork): number {
  const share = shareRead(part);
  return part.expectedRequests === null || share === null ? part.requests : part.expectedRequests * share;
}

function leftOf(part: PartWork): number {
  const { expectedRequests, requests } = part;
  if (expectedRequests === null) return 0;
  const share = shareRead(part);
  return share === null ? Math.max(0, expectedRequests - requests) : expectedRequests * Math.max(0, 1 - share);
}

/** Null when a part that is not done does not know how many requests it takes, or no part does. */
export function workOf(parts: readonly PartWork[]): Work | null {
  const unfinished = parts.filter((part) => part.state !== 'done');
  if (unfinished.some((part) => part.expectedRequests === null) || parts.every((part) => part.expectedRequests === null)) return null;
  const sum = (some: readonly PartWork[], of: (part: PartWork) => number): number => some.reduce((total, part) => total + of(part), 0);
  const [open, given] = [unfinished.filter((part) => part.state === 'open'), unfinished.filter((part) => part.state === 'incomplete')];
  return { done: sum(parts, doneOf), left: sum(open, leftOf), given: sum(given, leftOf) };
}

/** Below this share of the work the first pages written say little about its pace: they may be short ones, and planning took its part. */
const EARLY = 0.05;

/** All requests of a run, with those of planning it, and the seconds since it was opened. */
export type Asked = { readonly requests: number; readonly seconds: number };

const paceOf = (done: number, seconds: number): number => (seconds <= 0 ? 0 : done / seconds);

/**
 * Seconds a run still needs when it goes on as it went for `seconds` of work; null while that cannot be told. Early on the
 * pace of its requests counts when it is the higher one: an answer that is not written yet is work too.
 */
export function secondsLeftOf(work: Work, seconds: number, asked: Asked | null = null): number | null {
  if (work.left === 0) return 0;
  const early = asked !== null && work.done < EARLY * (work.done + work.left) ? paceOf(asked.requests, asked.seconds) : 0;
  const pace = Math.max(paceOf(work.done, seconds), early);
  return pace === 0 || work.done === 0 ? null : work.left / pace;
}
