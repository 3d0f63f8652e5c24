/** What the service said about a run at a moment (ms since 1970). */
export type Sample = {
  readonly atMs: number;
  readonly requests: number;
  readonly read: number;
  readonly expected: number | null;
  readonly percent: number | null;
  readonly secondsLeft: number | null;
};

/** When the work began and ended, and the requests it took. */
export type Truth = { readonly startedMs: number; readonly endedMs: number; readonly requests: number };

/** One look, with the truth beside it. Errors in per cent of the truth, null where nothing was told. */
export type Mark = {
  readonly name: string;
  readonly requests: number;
  readonly shownPercent: number | null;
  readonly toldSeconds: number | null;
  readonly trueSeconds: number;
  readonly errorPercent: number | null;
  /** Of the guess anybody can make: so many records in so much time, the rest at the same pace. */
  readonly guessErrorPercent: number | null;
};

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** How far a figure is from the truth, in per cent of the truth; negative: too low. Null without a figure or a truth. */
export function errorPercent(told: number | null, truth: number): number | null {
  return told === null || truth <= 0 ? null : tenth((100 * (told - truth)) / truth);
}

/** Seconds left by records alone; null before the first one. */
export function guess({ atMs, read, expected }: Sample, startedMs: number): number | null {
  return read === 0 || expected === null ? null : ((expected - read) * (atMs - startedMs)) / 1_000 / read;
}

export function markOf(name: string, sample: Sample, { startedMs, endedMs }: Truth): Mark {
  const trueSeconds = (endedMs - sample.atMs) / 1_000;
  return {
    name,
    requests: sample.requests,
    shownPercent: sample.percent,
    toldSeconds: sample.secondsLeft,
    trueSeconds: tenth(trueSeconds),
    errorPercent: errorPercent(sample.secondsLeft, trueSeconds),
    guessErrorPercent: errorPercent(guess(sample, startedMs), trueSeconds),
  };
}

/** The first look at which that share of all requests was sent, each of the shares. */
export function marksByRequests(samples: readonly Sample[], shares: readonly number[], truth: Truth): Mark[] {
  return shares.flatMap((share) => {
    const sample = samples.find(({ requests }) => requests >= share * truth.requests);
    return sample === undefined ? [] : [markOf(`${String(Math.round(share * 100))} % of requests`, sample, truth)];
  });
}

/** The error that is furthest from 0 between two shares of the requests; null when nothing was told there. */
export function worstError(samples: readonly Sample[], from: number, to: number, truth: Truth): number | null {
  const errors = samples
    .filter(({ requests }) => requests >= from * truth.requests && requests <= to * truth.requests)
    .flatMap((sample) => markOf('', sample, truth).errorPercent ?? []);
  return errors.reduce<number | null>((worst, error) => (worst === null || Math.abs(error) > Math.abs(worst) ? error : worst), null);
}

/** From when on every look was within so many per cent of the truth; the last seconds, which whole ones cannot tell, are left out. */
export type Steady = { readonly afterSeconds: number; readonly requests: number; readonly shownPercent: number | null };

export function steadyFrom(samples: readonly Sample[], percent: number, leaveOutSeconds: number, truth: Truth): Steady | null {
  const looks = samples.filter(({ atMs }) => (truth.endedMs - atMs) / 1_000 > leaveOutSeconds);
  const off = looks.findLastIndex((sample) => Math.abs(markOf('', sample, truth).errorPercent ?? Infinity) > percent);
  const sample = looks[off + 1];
  return sample === undefined ? null : { afterSeconds: tenth((sample.atMs - truth.startedMs) / 1_000), requests: sample.requests, shownPercent: sample.percent };
}
