import { addsUp } from '../../tools/demo/run-view.js';
import type { Run } from '../../tools/demo/run-view.js';
import { canonicalText } from '../support/canonical-dump.js';
import { connectShop, startServiceHouse, untilEnded, type ServiceHouse } from '../support/service-house.js';
import { killAtMarks } from '../support/victims.js';

const SHOP = { customers: 1_500, orders: 5_000, seed: 7, latencyMs: 15 } as const;

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

describe('kill -9 during a first synchronisation', () => {
  it('ends by itself with the same content as an undisturbed one, whoever was killed', async () => {
    const calm = await startServiceHouse();
    const expected = await firstSync(calm, () => Promise.resolve(0)).finally(() => calm.close());
    expect(expected.run.state).toBe('complete');
    expect(expected.repeated).toBe(0);

    const house = await startServiceHouse();
    try {
      const disturbed = await firstSync(house, (total) => killAtMarks(house, ['worker', 'postgres', 'temporal', 'api', 'worker'], total, 20_261_125));
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
