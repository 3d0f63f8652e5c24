import { errorPercent, guess, marksByRequests, steadyFrom, worstError, type Sample, type Truth } from './accuracy.js';

const truth: Truth = { startedMs: 0, endedMs: 100_000, requests: 200 };

const sample = (atSeconds: number, requests: number, secondsLeft: number | null): Sample => ({ atMs: atSeconds * 1_000, requests, read: requests * 10, expected: 2_000, percent: requests / 2, secondsLeft });

describe('how well the time left was told', () => {
  it('takes the error in per cent of the truth, with its sign', () => {
    expect([errorPercent(115, 100), errorPercent(50, 100), errorPercent(100, 100)]).toEqual([15, -50, 0]);
    expect([errorPercent(null, 100), errorPercent(3, 0)]).toEqual([null, null]);
  });

  it('looks at the first sample with that share of the requests', () => {
    const samples = [sample(2, 0, null), sample(4, 9, 10), sample(5, 10, 114), sample(6, 20, 94), sample(80, 160, 18)];
    const marks = marksByRequests(samples, [0.05, 0.5, 0.9], truth);
    expect(marks.map(({ name, requests, toldSeconds, trueSeconds, errorPercent: error }) => [name, requests, toldSeconds, trueSeconds, error])).toEqual([
      ['5 % of requests', 10, 114, 95, 20],
      ['50 % of requests', 160, 18, 20, -10],
    ]);
  });

  it('guesses by records as anybody can', () => {
    expect(guess(sample(10, 50, null), 0)).toBe(30);
    expect(guess(sample(10, 0, null), 0)).toBeNull();
  });

  it('finds the worst error on either side', () => {
    const samples = [sample(1, 4, 990), sample(10, 20, 99), sample(50, 100, 25), sample(90, 190, 0)];
    expect(worstError(samples, 0.05, 0.75, truth)).toBe(-50);
    expect(worstError([sample(10, 20, null)], 0.05, 0.75, truth)).toBeNull();
  });

  it('knows from when on it stayed right', () => {
    const samples = [sample(10, 20, 90), sample(20, 40, 800), sample(30, 60, 72), sample(60, 120, 41), sample(99, 199, 3)];
    expect(steadyFrom(samples, 15, 3, truth)).toEqual({ afterSeconds: 30, requests: 60, shownPercent: 30 });
    expect(steadyFrom([sample(10, 20, null)], 15, 3, truth)).toBeNull();
    expect(steadyFrom(samples.slice(2), 15, 0, truth)).toBeNull();
  });
});
