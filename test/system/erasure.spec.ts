import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_EXCLUSIVE } from '#libs/ingest/statements.js';
import type { PrestaShopSandbox } from '../../apps/sandbox/prestashop/prestashop-sandbox.js';
import type { Run } from '../../tools/demo/run-view.js';
import { dumpRows, foundIn } from '../support/erasing.js';
import { readHistories } from '../support/histories.js';
import { until } from '../support/relay-house.js';
import { connectShop, startServiceHouse, untilEnded, type ServiceHouse } from '../support/service-house.js';

const EMAIL = 'ofelia.kanarek@example.com';
const CANARIES = [EMAIL, 'Kanarkowska', 'Ptasia Kanarkowa 13', '605 111 222', '605111222'];

type Erasure = { readonly id: string; readonly state: string; readonly receipt: { readonly removed: Readonly<Record<string, number>>; readonly search: { readonly found: unknown[]; readonly unread: unknown[] } | null } };

describe('an erasure in the whole service', () => {
  let house: ServiceHouse;
  let sandbox: PrestaShopSandbox;
  let integrationId: string;
  let account: number;

  async function start(env: Readonly<Record<string, string>> = {}): Promise<string> {
    house = await startServiceHouse(env);
    ({ integrationId, sandbox } = await connectShop(house, { customers: 60, orders: 200, seed: 9 }));
    const { control } = sandbox;
    const ordersOf = (id: number): number[] => control.ids('orders').filter((order) => Number(control.record('orders', order)?.['id_customer']) === id);
    account = control.ids('customers').find((id) => Number(control.record('customers', id)?.['is_guest']) === 0 && ordersOf(id).length > 1) ?? 0;
    control.sqlUpdate('customers', account, { email: EMAIL, lastname: 'Kanarkowska' });
    for (const id of control.ids('addresses').filter((one) => Number(control.record('addresses', one)?.['id_customer']) === account)) control.sqlUpdate('addresses', id, { lastname: 'Kanarkowska', address1: 'Ptasia Kanarkowa 13', phone: '605 111 222', phone_mobile: '' });
    control.corrupt('orders', ordersOf(account)[0] ?? 0, 'bad-total');
    const { run } = await house.rest.post<{ run: Run }>(`/integrations/${integrationId}/initial-sync`);
    expect((await untilEnded(house, run.id)).state).toBe('complete_with_rejects');
    const { items } = await house.rest.get<{ items: { id: string }[] }>(`/customers?email=${encodeURIComponent(EMAIL)}`);
    return items[0]?.id ?? '';
  }
  afterEach(async () => {
    await sandbox.stop();
    await house.close();
  });

  async function untilErased(id: string): Promise<Erasure> {
    for (;;) {
      const shown = await house.rest.get<Erasure>(`/erasures/${id}`).catch(() => null);
      if (shown?.state === 'done') return shown;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  const stored = (): Promise<unknown[]> => house.dataSource.query(`select 1 from source_record where integration_id = $1 and (kind = 'customer' and external_id = $2 or owner_id = $2)`, [integrationId, String(account)]);

  it('leaves no canary in the database, the logs and the histories, and none comes back with a whole reread', async () => {
    const card = await start();
    const before = await dumpRows(house);
    expect(foundIn(before, [EMAIL, 'Kanarkowska', 'Ptasia Kanarkowa 13']).length).toBeGreaterThan(3);
    const { name } = await house.rest.get<{ name: string }>(`/customers/${card}/erase/preview`);
    const asked = await house.rest.post<Erasure>(`/customers/${card}/erase`, { confirm: name, note: 'wniosek 12' });
    const { receipt } = await untilErased(asked.id);
    expect(receipt.search).toMatchObject({ found: [], unread: [] });
    expect(receipt.removed['source_record']).toBeGreaterThan(2);
    await expect(house.rest.get(`/customers/${card}`)).rejects.toThrow('404');
    expect(foundIn(await dumpRows(house), CANARIES)).toEqual([]);
    // Others are where they were.
    const people = async (): Promise<unknown> => house.dataSource.query(`select count(*)::int as n from source_record where kind = 'customer'`);
    const others = await people();

    const { run } = await house.rest.post<{ run: Run }>(`/integrations/${integrationId}/reread`, { confirm: true });
    const ended = await untilEnded(house, run.id);
    expect(ended.streams['customers']?.excluded).toBeGreaterThan(0);
    await house.rest.post(`/integrations/${integrationId}/sync-now`);
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from run where kind = 'recurring' and ended_at is not null`)).length > 0);
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from inbox where applied_at is null`)).length === 0);
    expect(await stored()).toEqual([]);
    expect(await people()).toEqual(others);
    expect(foundIn(await dumpRows(house), CANARIES)).toEqual([]);
    // A row that was never a record, and whose redacted original does not tell whose it is, stays on the reject desk.
    expect(await house.dataSource.query(`select stream from reject where closed_at is null`)).toEqual([{ stream: 'orders' }]);

    const logs = readdirSync(join(house.dataDir, 'log')).map((file) => readFileSync(join(house.dataDir, 'log', file), 'utf8'));
    const { texts } = await readHistories(house);
    expect(texts.some((text) => text.includes(asked.id))).toBe(true);
    expect(logs.join('').length).toBeGreaterThan(500);
    expect(foundIn([...texts.map((text) => `history: ${text}`), ...logs.map((text) => `log: ${text}`)], CANARIES)).toEqual([]);
  });

  it('is finished by the next worker when one is killed in the middle of it, and again right behind it', async () => {
    const card = await start({ SZTAFETA_FAILPOINT: 'erase-removed:1' });
    const holding = house.dataSource.createQueryRunner();
    await holding.startTransaction();
    const [{ workspace_id: workspaceId } = { workspace_id: '' }] = await house.dataSource.query<{ workspace_id: string }[]>(`select workspace_id from customer limit 1`);
    await holding.query(LOCK_EXCLUSIVE.text, [workspaceId]);
    const asked = await house.rest.post<Erasure>(`/customers/${card}/erase`, { confirm: card });
    await until(async () => (await house.dataSource.query<unknown[]>(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).length > 0);
    process.kill(house.service.worker.pid() ?? 0, 'SIGKILL');
    await holding.rollbackTransaction();
    await holding.release();
    const done = await untilErased(asked.id);
    expect(house.service.worker.restarts()).toBeGreaterThanOrEqual(2);
    expect(done.receipt.search).toMatchObject({ found: [], unread: [] });
    expect(await stored()).toEqual([]);
    expect(foundIn(await dumpRows(house), CANARIES)).toEqual([]);
  });
});
