import type { BudgetAccount } from '#libs/domain/budget.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { createHttpClient } from '#libs/http/undici-http-client.js';
import { tinyServer } from '#libs/http/testing/tiny-server.js';
import type { TinyServer } from '#libs/http/testing/tiny-server.js';
import { PgRequestBudget } from './pg-request-budget.js';
import { freshDatabase } from '../../test/setup/database.js';
import { account, mostInWindow, openBench } from './testing/budget-bench.js';
import type { Bench } from './testing/budget-bench.js';

const LIMIT = { requests: 50, windowMs: 1_000 };

/** A platform that counts the requests of the last second and refuses what is too much. */
class Platform {
  readonly seen: number[] = [];
  refused = 0;
  server: TinyServer | null = null;

  async open(): Promise<void> {
    this.server = await tinyServer((_request, response) => {
      const now = performance.now();
      const recent = this.seen.filter((moment) => now - moment < LIMIT.windowMs).length;
      if (recent >= LIMIT.requests) {
        this.refused += 1;
        response.writeHead(429, { 'retry-after': '1' }).end();
        return;
      }
      this.seen.push(now);
      response.end('ok');
    });
  }
}

// Real time, real clock of the database, several workers: nothing here is simulated but the platform.
describe('a platform with a limit', () => {
  let bench: Bench;
  const platform = new Platform();
  beforeAll(async () => {
    bench = await openBench(await freshDatabase());
    await platform.open();
  });
  afterAll(async () => {
    await platform.server?.close();
    await bench.end();
  });

  async function drive(limited: BudgetAccount, workers: number, requests: number): Promise<void> {
    const url = platform.server?.url ?? '';
    const guard = createAddressGuard({ allow: ['127.0.0.1'] });
    const budgets = Array.from({ length: workers }, () => new PgRequestBudget(bench.dataSource));
    const clients = budgets.map((budget) =>
      createHttpClient({ budget, accounts: [limited], priority: 'backfill', maxWaitMs: 600_000, guard, nowMs: () => Date.now(), secrets: [] }),
    );
    let left = requests;
    const callers = clients.flatMap((client) =>
      [1, 2].map(async () => {
        while (left > 0) {
          left -= 1;
          await client.request({ method: 'GET', url: `${url}/`, signal: new AbortController().signal });
        }
      }),
    );
    await Promise.all(callers);
    await Promise.all([...clients, ...budgets].map((one) => one.close()));
  }

  it('never has to refuse a request of three workers', async () => {
    await drive(account({ limit: LIMIT, share: 0.8, maxInFlight: 6 }), 3, 200);
    expect(platform.refused).toBe(0);
    expect(platform.seen).toHaveLength(200);
  });

  it('would have had to without the budget', async () => {
    platform.seen.length = 0;
    const unlimited = drive(account({ maxInFlight: 6 }), 3, 200);
    await expect(unlimited).rejects.toMatchObject({ kind: 'rate_limited' });
    expect(platform.refused).toBeGreaterThan(0);
    expect(mostInWindow(platform.seen, LIMIT.windowMs)).toBeGreaterThanOrEqual(LIMIT.requests);
  });
});
