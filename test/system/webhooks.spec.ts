import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IdoSellSandbox } from '../../apps/sandbox/idosell/idosell-sandbox.js';
import type { Run } from '../../tools/demo/run-view.js';
import { readHistories } from '../support/histories.js';
import { connectPanel, startServiceHouse, untilEnded, type ServiceHouse } from '../support/service-house.js';

const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

type Status = { readonly state: string; readonly webhooks: { readonly state: string; readonly firstAt: string | null; readonly lastLateAt: string | null; readonly reminder: string | null; readonly today: Record<string, number> } };

describe('webhooks of a panel, through the whole service', () => {
  let house: ServiceHouse;
  let integrationId: string;
  let sandbox: IdoSellSandbox;
  let address: string;

  beforeEach(async () => {
    house = await startServiceHouse();
    ({ integrationId, sandbox } = await connectPanel(house, { clients: 150, orders: 200, subscribers: 20, seed: 9 }));
    ({ address } = await house.rest.get<{ address: string }>(`/integrations/${integrationId}/webhooks`));
    sandbox.control.addWebhook({ url: address, events: ['clientCreated', 'clientUpdated', 'orderCreated', 'orderUpdated'], shape: 'results' });
    const { run } = await house.rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
    await untilEnded(house, run.id);
  });
  afterEach(async () => {
    await sandbox.stop();
    await house.close();
  });

  const status = (): Promise<Status> => house.rest.get<Status>(`/integrations/${integrationId}`);
  const bodyOf = async (kind: string, id: number): Promise<string> =>
    (await house.dataSource.query<{ body: string }[]>(`select body from source_record where kind = $1 and external_id = $2`, [kind, String(id)]))[0]?.body ?? '';
  const post = (body: string, type = 'application/json'): Promise<Response> => fetch(address, { method: 'POST', headers: { 'content-type': type }, body });

  it('bring a changed address and a new buyer onto cards, and are shown to have come', async () => {
    expect((await status()).webhooks).toMatchObject({ state: 'waiting', firstAt: null });
    const [client = 0] = sandbox.control.ids('clients');
    sandbox.control.changeAddress(client, { street: 'Nowa 77', city: 'Hel' });
    const { orders } = sandbox.control.sell(3);
    await until(async () => (await bodyOf('customer', client)).includes('Nowa 77'));
    for (const serial of orders) await until(async () => (await bodyOf('order', serial)) !== '');
    expect((await status()).webhooks).toMatchObject({ state: 'receiving' });
    // The buyers came with their orders, or were asked for because an order named them.
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from source_record where kind = 'order' and customer_id is null and owner_id is not null`)).length === 0);
  });

  it('do no harm when they are forged, repeated or out of order: the record is read from the panel', async () => {
    const [client = 0, other = 0] = sandbox.control.ids('clients');
    const before = await bodyOf('customer', other);
    const forged = JSON.stringify({ results: [{ clientId: other, clientEmail: 'intruz@example.com', clientBillingAddress: { clientFirstName: 'Intruz' } }] });
    for (let copy = 0; copy < 5; copy += 1) expect((await post(forged)).status).toBeLessThan(300);
    for (const nothing of ['{"results":[{"clientId":99999999}]}', '{"Results":[{"orderSerialNumber":88888888}]}', '{"results":[{"clientId":"1 or 1=1"}]}', '{']) expect((await post(nothing)).status).toBeLessThan(300);
    sandbox.control.touchClient(client, { city: 'Pierwsze' });
    sandbox.control.touchClient(client, { city: 'Drugie' });
    await until(async () => (await bodyOf('customer', client)).includes('Drugie'));
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from inbox where applied_at is null`)).length === 0);
    expect(await bodyOf('customer', other)).toBe(before);
    expect(await house.dataSource.query<unknown[]>(`select 1 from customer where email = 'intruz@example.com'`)).toEqual([]);
    expect(await house.dataSource.query<unknown[]>(`select 1 from source_record where external_id in ('99999999', '88888888')`)).toEqual([]);
  });

  it('are stored and answered while Temporal is dead, and applied when it is back', async () => {
    const temporal = house.service.stack.temporal;
    const pid = temporal?.current().pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    const ids = sandbox.control.ids('clients').slice(0, 60);
    for (const id of ids) sandbox.control.touchClient(id, { city: 'Po przerwie' });
    await sandbox.control.idle();
    expect(sandbox.control.webhooks()[0]).toMatchObject({ failed: 0, delivered: ids.length });
    const [waiting] = await house.dataSource.query<{ n: number }[]>(`select count(*)::int as n from inbox where origin = 'webhook' and stream = 'customers'`);
    expect(waiting?.n).toBe(ids.length);
    process.kill(pid, 'SIGKILL');
    for (const id of ids) await until(async () => (await bodyOf('customer', id)).includes('Po przerwie'));
  });

  it('that come after a stop are answered, counted and not applied, and the reminder stays', async () => {
    const { message } = await house.rest.post<{ message: string }>(`/integrations/${integrationId}/stop`);
    const [client = 0] = sandbox.control.ids('clients');
    sandbox.control.touchClient(client, { city: 'Za późno' });
    await sandbox.control.idle();
    expect(sandbox.control.webhooks()[0]).toMatchObject({ delivered: 1, failed: 0 });
    await until(async () => (await status()).webhooks.lastLateAt !== null);
    const shown = (await status()).webhooks;
    expect(shown.reminder).toContain('Webhooks');
    expect(message).toMatch(/webhook/iu);
    expect(await house.dataSource.query<unknown[]>(`select 1 from inbox where applied_at is null`)).toEqual([]);
    expect(await bodyOf('customer', client)).not.toContain('Za późno');
  });

  it('leave neither their address nor personal data in logs and histories', async () => {
    const [client = 0] = sandbox.control.ids('clients');
    sandbox.control.touchClient(client, { city: 'Gdziekolwiek' });
    await until(async () => (await bodyOf('customer', client)).includes('Gdziekolwiek'));
    await house.rest.post(`/integrations/${integrationId}/sync-now`);
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from run where kind = 'recurring' and state = 'complete'`)).length > 0);
    const people = sandbox.control.ids('clients').map((id) => sandbox.control.record('clients', id) as { clientEmail?: string; clientLogin?: string; clientBillingAddress?: Record<string, string> });
    const canaries = [address.split('/').at(-1), sandbox.key, ...people.flatMap((row) => [row.clientEmail, row.clientLogin, row.clientBillingAddress?.['clientLastName'], row.clientBillingAddress?.['clientPhone1']]), ...sandbox.control.subscriptions().map((entry) => entry.address)]
      .filter((text): text is string => typeof text === 'string' && text.trim().length >= 6);
    expect(canaries.length).toBeGreaterThan(200);
    const logs = readdirSync(join(house.dataDir, 'log')).map((name) => readFileSync(join(house.dataDir, 'log', name), 'utf8'));
    const everything = [...(await readHistories(house)).texts, ...logs].join('\n');
    expect(everything).toContain('/hooks/*');
    expect(canaries.filter((canary) => everything.includes(canary))).toEqual([]);
  });
});
