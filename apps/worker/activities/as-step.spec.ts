import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { Failure } from '#libs/domain/failure.js';
import { asStep } from './as-step.js';

const QUIET = { logger: new DefaultLogger('ERROR') };
const silent = { error: (): void => undefined };

async function failureOf(work: () => Promise<never>): Promise<ApplicationFailure> {
  const thrown: unknown = await new MockActivityEnvironment({}, QUIET).run(asStep(silent, work), null).catch((error: unknown) => error);
  if (!(thrown instanceof ApplicationFailure)) throw new Error('expected an ApplicationFailure');
  return thrown;
}

const platform = (kind: Failure['kind'], retryAfterMs?: number): Failure =>
  new Failure({ kind, code: 'some_code', message: { pl: 'Jan Testowy', en: 'jan@example.com' }, detail: 'secret detail', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

describe('asStep', () => {
  it('beats while it works', async () => {
    const beats: unknown[] = [];
    const environment = new MockActivityEnvironment({}, QUIET);
    environment.on('heartbeat', (details) => beats.push(details));
    expect(await environment.run(asStep(silent, (input: number, { onBeat }) => (onBeat(), Promise.resolve(input + 1))), 1)).toBe(2);
    expect(beats).toHaveLength(1);
  });

  it.each([
    ['credentials_rejected', true], ['permission_missing', true], ['configuration_invalid', true], ['record_invalid', true], ['cursor_lost', true], ['destination_rejected', true],
    ['platform_unavailable', false], ['platform_defect', false], ['outcome_unknown', false],
  ] as const)('tells Temporal whether trying %s again makes sense', async (kind, nonRetryable) => {
    const failure = await failureOf(() => Promise.reject(platform(kind)));
    expect(failure).toMatchObject({ type: kind, nonRetryable, message: `${kind}: some_code`, details: [{ code: 'some_code', retryAfterMs: null }] });
  });

  it('tries again by itself after a short wait, and gives a long one to the flow', async () => {
    expect(await failureOf(() => Promise.reject(platform('rate_limited', 2_000)))).toMatchObject({ nonRetryable: false, nextRetryDelay: 2_000 });
    expect(await failureOf(() => Promise.reject(platform('rate_limited', 60_000)))).toMatchObject({ nonRetryable: true, details: [{ code: 'some_code', retryAfterMs: 60_000 }] });
  });

  it('keeps texts, details and causes of errors out of the history', async () => {
    for (const error of [platform('platform_defect'), new TypeError('jan@example.com is not a function', { cause: platform('record_invalid') })]) {
      const failure = await failureOf(() => Promise.reject(error));
      expect(`${failure.message} ${JSON.stringify(failure.details)} ${failure.stack ?? ''}`).not.toMatch(/example\.com|Testowy|secret detail/u);
      expect(failure.cause).toBeUndefined();
    }
  });

  it.each([
    [Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }), 'database_unavailable'],
    [Object.assign(new Error('terminating connection'), { driverError: Object.assign(new Error('x'), { code: '57P01' }) }), 'database_unavailable'],
    [new Error('Connection terminated unexpectedly'), 'database_unavailable'],
    [Object.assign(new Error('duplicate key'), { code: '23505' }), 'internal_error'],
    [new TypeError('x is undefined'), 'internal_error'],
  ])('knows our own faults: %s', async (error, type) => {
    expect(await failureOf(() => Promise.reject(error))).toMatchObject({ type, nonRetryable: false });
  });

  it('hands a step to another worker when this one leaves, and ends one that was cancelled', async () => {
    for (const [reason, expected] of [['WORKER_SHUTDOWN', ApplicationFailure], ['CANCELLED', CancelledFailure]] as const) {
      const environment = new MockActivityEnvironment({}, QUIET);
      const step = environment.run(
        asStep(silent, (_input: null, { signal }) => new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))),
        null,
      );
      environment.cancel(reason);
      await expect(step).rejects.toBeInstanceOf(expected);
    }
  });
});
