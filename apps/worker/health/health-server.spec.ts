import type { Check, HealthServer } from './health-server.js';
import { startHealthServer } from './health-server.js';

describe('the health server', () => {
  let server: HealthServer;
  let checks: Record<string, Check>;

  beforeEach(async () => {
    checks = { database: { ok: true } };
    server = await startHealthServer({
      host: '127.0.0.1',
      port: 0,
      source: { ready: () => Promise.resolve(checks), metrics: () => Promise.reject(new Error('the database is away at 10.1.2.3')) },
    });
  });
  afterEach(async () => {
    await server.close();
  });

  const get = async (path: string): Promise<[number, unknown]> => {
    const answer = await fetch(`http://127.0.0.1:${String(server.port)}${path}`);
    return [answer.status, await answer.json()];
  };

  it('lives while the process does, and is ready when every part is', async () => {
    expect(await get('/health/live')).toEqual([200, { status: 'ok' }]);
    expect(await get('/health/ready')).toEqual([200, { status: 'ok', checks }]);
    checks = { database: { ok: true }, temporal: { ok: false, reason: 'Temporal does not answer' } };
    expect(await get('/health/ready?x=1')).toEqual([503, { status: 'unavailable', checks }]);
  });

  it('keeps reasons of its own failures to itself', async () => {
    expect(await get('/metrics')).toEqual([500, { status: 'error' }]);
    expect((await get('/nothing'))[0]).toBe(404);
  });
});
