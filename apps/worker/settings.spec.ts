import { DEFAULT_TUNING } from '#libs/sync/engine.js';
import { readSettings } from './settings.js';

const DATABASE_URL = 'postgres://sztafeta@127.0.0.1/sztafeta';

describe('readSettings', () => {
  it('needs a database and knows the rest', () => {
    const settings = readSettings({ DATABASE_URL });
    expect(settings).toMatchObject({ port: 3_001, engine: DEFAULT_TUNING, reconcileMs: 30_000, intervalMs: null, retention: { inbox: 14, originals: 30, runs: 365 }, allowAddresses: [] });
  });

  it('takes what tests shorten', () => {
    const settings = readSettings({ DATABASE_URL, SZTAFETA_TUNING: '{"stepMs":500,"reconcileMs":200,"intervalMs":60000}', SZTAFETA_RETENTION_RUNS_DAYS: '7', SZTAFETA_ALLOW_ADDRESSES: '10.0.0.0/8, 127.0.0.1' });
    expect(settings).toMatchObject({ engine: { ...DEFAULT_TUNING, stepMs: 500 }, reconcileMs: 200, intervalMs: 60_000, allowAddresses: ['10.0.0.0/8', '127.0.0.1'] });
    expect(settings.retention.runs).toBe(7);
  });

  it.each([
    [{}, /DATABASE_URL/u],
    [{ DATABASE_URL, SZTAFETA_TUNING: '{' }, /SZTAFETA_TUNING: is not JSON/u],
    [{ DATABASE_URL, SZTAFETA_TUNING: '{"stepsMs":1}' }, /SZTAFETA_TUNING.*stepsMs/u],
    [{ DATABASE_URL, WORKER_PORT: 'many' }, /WORKER_PORT/u],
  ])('names what is wrong: %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(message);
  });

  it('does not repeat values, which may be secret', () => {
    expect(() => readSettings({ WORKER_PORT: 'hunter2' })).toThrow(/^(?!.*hunter2).*$/u);
  });
});
