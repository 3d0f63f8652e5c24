import type { Run } from '../../tools/demo/run-view.js';
import { addsUp } from '../../tools/demo/run-view.js';
import { canonicalText } from '../support/canonical-dump.js';
import { connectPanel, startServiceHouse, untilEnded, type ServiceHouse } from '../support/service-house.js';
import { killAtMarks, type Victim } from '../support/victims.js';

const PANEL = { clients: 1_200, orders: 1_500, subscribers: 120, shops: 2, seed: 7, latencyMs: 5 } as const;

type Synced = { readonly run: Run; readonly dump: string; readonly kills: number };

/** Lists read by page numbers, with webhooks about the same records arriving all the while. */
async function firstSync(house: ServiceHouse, victims: readonly Victim[]): Promise<Synced> {
  const { integrationId, sandbox } = await connectPanel(house, PANEL, { rowsPerPage: 10 });
  try {
    const { address } = await house.rest.get<{ address: string }>(`/integrations/${integrationId}/webhooks`);
    sandbox.control.addWebhook({ url: address, events: ['clientUpdated', 'orderUpdated'] });
    sandbox.control.setDelivery({ duplicates: 1, shuffle: true, disableAfter: 10_000 });
    const { run } = await house.rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
    const clients = sandbox.control.ids('clients');
    let turn = 0;
    // About records as they are: whatever is read twice must come out the same.
    const pushing = setInterval(() => sandbox.control.sendWebhook('clientUpdated', clients[(turn += 37) % clients.length] ?? 0), 50);
    try {
      const kills = await killAtMarks(house, victims, PANEL.clients + PANEL.orders, 20_261_126);
      return { run: await untilEnded(house, run.id), kills, dump: await untilDrained(house) };
    } finally {
      clearInterval(pushing);
    }
  } finally {
    await sandbox.stop();
  }
}

/** What the webhooks named has been read too. */
async function untilDrained(house: ServiceHouse): Promise<string> {
  for (;;) {
    const [row] = await house.dataSource.query<{ n: number }[]>(`select count(*)::int as n from inbox where applied_at is null and received_at < now() - interval '1 second'`);
    if (row?.n === 0) return canonicalText(house.dataSource);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it('kill -9 of anything during the first sync of a panel leaves the same cards, consents and ledgers', async () => {
  const calm = await startServiceHouse();
  const expected = await firstSync(calm, []).finally(() => calm.close());
  expect(expected.run.state).toBe('complete');

  const house = await startServiceHouse();
  const disturbed = await firstSync(house, ['worker', 'temporal', 'postgres', 'api', 'worker']).finally(() => house.close());
  expect(disturbed.kills).toBeGreaterThanOrEqual(4);
  expect(disturbed.run.state).toBe('complete');
  expect(disturbed.dump).toBe(expected.dump);
  expect(expected.dump).toContain('consent ');
  for (const [stream, ledger] of Object.entries(disturbed.run.streams)) {
    expect(addsUp(ledger)).toBe(true);
    expect({ stream, read: ledger.read }).toEqual({ stream, read: expected.run.streams[stream]?.read });
  }
});
