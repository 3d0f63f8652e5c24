import { addsUp } from '../../tools/demo/run-view.js';
import type { Run } from '../../tools/demo/run-view.js';
import { canonicalText } from '../support/canonical-dump.js';
import { connectShop, startServiceHouse, untilEnded, type ServiceHouse } from '../support/service-house.js';

const SHOP = { customers: 1_500, orders: 5_000, seed: 7, latencyMs: 15 } as const;

type Victim = 'worker' | 'api' | 'postgres' | 'temporal';

function pidOf(house: ServiceHouse, victim: Victim): number | undefined {
  const { service } = house;
  if (victim === 'worker') return service.worker.pid();
  if (victim === 'api') return service.api.pid();
  return (victim === 'postgres' ? service.stack.postgres : service.stack.temporal)?.current().pid;
}

const read = async (house: ServiceHouse): Promise<number> =>
  house.dataSource.query<{ n: number }[]>(`select coalesce(sum(read), 0)::int as n from part`).then((rows) => rows[0]?.n ?? 0).catch(() => -1);

/** Pages asked for more than once: the same range of ids with the same limit. */
function repeatedPages(log: readonly { readonly path: string; readonly query: string }[]): number {
  const pages = log.filter((request) => /filter(%5B|\[)id(%5D|\])=/iu.test(request.query) && /limit=\d+/u.test(request.query));
  const seen = new Set<string>();
  return pages.filter((page) => {
    const key = `${page.path}?${page.query}`;
    const again = seen.has(key);
    seen.add(key);
    return again;
  }).length;
}

async function firstSync(house: ServiceHouse, disturb: (total: number) => Promise<number>): Promise<{ run: Run; dump: string; repeated: number; kills: number }> {
  const { integrationId, sandbox } = await connectShop(house, SHOP);
  try {
    sandbox.control.resetStats();
    const { run } = await house.rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
    const kills = await disturb(SHOP.orders + SHOP.customers);
    const ended = await untilEnded(house, run.id);
    return { run: ended, dump: await canonicalText(house.dataSource), repeated: repeatedPages(sandbox.control.stats().log), kills };
  } finally {
    await sandbox.stop();
  }
}

/** A small generator with a fixed seed, so that a failing sequence can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('kill -9 during a first synchronisation', () => {
  it('ends by itself with the same content as an undisturbed one, whoever was killed', async () => {
    const calm = await startServiceHouse();
    const expected = await firstSync(calm, () => Promise.resolve(0)).finally(() => calm.close());
    expect(expected.run.state).toBe('complete');
    expect(expected.repeated).toBe(0);

    const house = await startServiceHouse();
    try {
      const random = seeded(20_261_125);
      const disturbed = await firstSync(house, async (total) => {
        const victims: Victim[] = ['worker', 'postgres', 'temporal', 'api', 'worker'];
        let kills = 0;
        for (const [index, victim] of victims.entries()) {
          // Seeded moments, measured in progress instead of time.
          const mark = (total * (index + random())) / (victims.length + 1);
          for (let now = await read(house); now < mark; now = await read(house)) await new Promise((resolve) => setTimeout(resolve, 5));
          const pid = pidOf(house, victim);
          if (pid === undefined) continue;
          process.kill(pid, 'SIGKILL');
          kills += 1;
        }
        return kills;
      });
      expect(disturbed.kills).toBeGreaterThanOrEqual(4);
      expect(disturbed.run.state).toBe('complete');
      expect(disturbed.dump).toBe(expected.dump);
      for (const [stream, ledger] of Object.entries(disturbed.run.streams)) {
        expect(addsUp(ledger)).toBe(true);
        expect({ stream, read: ledger.read, written: ledger.written }).toEqual({ stream, read: expected.run.streams[stream]?.read, written: expected.run.streams[stream]?.written });
      }
      // Only what was fetched and not yet committed may be asked for again: at most the pages under way of each part.
      expect(disturbed.repeated).toBeLessThanOrEqual(disturbed.kills * 2 * 6);
    } finally {
      await house.close();
    }
  });

  it.each(['page-fetched:6', 'page-committed:6', 'part-done:2', 'run-planned:1'])('goes on from its cursors when the worker dies at %s', async (failpoint) => {
    const house = await startServiceHouse({ SZTAFETA_FAILPOINT: failpoint });
    try {
      const { integrationId, sandbox } = await connectShop(house, { customers: 150, orders: 1_500, seed: 3, latencyMs: 25 });
      try {
        const { run } = await house.rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
        const ended = await untilEnded(house, run.id);
        expect(ended.state).toBe('complete');
        expect(house.service.worker.restarts()).toBeGreaterThan(0);
        const counts = sandbox.control.counts();
        expect(ended.streams['customers']?.read).toBe(counts.customers);
        expect(ended.streams['orders']?.read).toBe(counts.orders);
        const stored = await house.dataSource.query<{ kind: string; n: number }[]>(`select kind, count(*)::int as n from source_record group by kind`);
        for (const stream of ['customers', 'orders'] as const) {
          expect(stored.find((row) => `${row.kind}s` === stream)?.n).toBe((ended.streams[stream]?.read ?? 0) - (ended.streams[stream]?.excluded ?? 0));
        }
      } finally {
        await sandbox.stop();
      }
    } finally {
      await house.close();
    }
  });
});
