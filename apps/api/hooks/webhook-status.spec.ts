import { newId } from '#libs/domain/ids.js';
import { startHookHouse, type HookHouse } from './testing/hook-house.js';

const PL = { 'accept-language': 'pl' };
const order = (id: string): string => JSON.stringify({ order: { id } });

describe('webhooks', () => {
  let house: HookHouse;
  let shop: string;

  beforeAll(async () => {
    house = await startHookHouse();
  });
  afterAll(async () => {
    await house.close();
  });
  beforeEach(async () => {
    shop = await house.addShop('Sklep');
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(text, values);
  const status = async (headers: Record<string, string> = {}): Promise<Record<string, unknown>> => {
    const { body } = await house.operator('GET', `/integrations/${shop}`, undefined, headers);
    return body['webhooks'] as Record<string, unknown>;
  };

  describe('on the integration', () => {
    it('are off, waited for, and then there', async () => {
      expect(await status()).toMatchObject({ state: 'off', firstAt: null, reminder: null, today: { received: 0 } });
      const token = await house.tokenOf(shop);
      expect(await status(PL)).toMatchObject({ state: 'waiting', message: 'Czekamy na pierwszy webhook.' });
      await house.send(token, '{"product":1}');
      expect(await status()).toMatchObject({ state: 'waiting', message: expect.stringContaining('Others came in the last 7 days (1)') as string });
      await house.send(token, order('1'));
      await house.send(token, order('1'));
      await house.send(token, 'nonsense');
      await sql(`insert into hook_count (integration_id, day, received, stored) values ($1, (now() at time zone 'utc')::date - 6, 10, 9), ($1, (now() at time zone 'utc')::date - 7, 100, 100)`, [shop]);
      expect(await status(PL)).toMatchObject({
        state: 'receiving', message: expect.stringMatching(/^Pierwszy webhook: .* UTC, ostatni: .* UTC\.$/u) as string, firstAt: expect.any(String) as string, lastAt: expect.any(String) as string, lastLateAt: null,
        today: { received: 4, stored: 1, collapsed: 1, ignored: 1, unreadable: 1, late: 0 },
        lastSevenDays: { received: 14, stored: 10, collapsed: 1, ignored: 1, unreadable: 1, late: 0 },
      });
    });

    it('show that they still arrive after a stop, with the reminder beside', async () => {
      const token = await house.tokenOf(shop);
      await house.send(token, order('1'));
      const stopped = await house.operator('POST', `/integrations/${shop}/stop`);
      expect((stopped.body['integration'] as { webhooks: unknown }).webhooks).toMatchObject({ state: 'stopped', reminder: 'Take them out in the panel: Webhooks.', today: { late: 0 } });
      // One that was on its way already.
      await house.send(token, order('2'));
      expect(await status(PL)).toMatchObject({ state: 'stopped', message: 'Integracja jest zatrzymana i nie przyjmuje webhooków.' });
      await sql(`update hook set created_at = now() - interval '1 day' where integration_id = $1`, [shop]);
      await sql(`update integration set updated_at = now() - interval '11 minutes' where id = $1`, [shop]);
      expect(await status(PL)).toMatchObject({ state: 'late', reminder: 'Usuń je w panelu: Webhooki.', message: expect.stringContaining('nadal przychodzą') as string, lastLateAt: expect.any(String) as string, today: { received: 2, late: 1 } });
      await sql(`update hook set last_late_at = now() - interval '25 hours' where integration_id = $1`, [shop]);
      expect(await status()).toMatchObject({ state: 'stopped' });
      await sql(`update hook set last_late_at = now() - interval '1 hour' where integration_id = $1`, [shop]);
      await house.operator('POST', `/integrations/${shop}/start`);
      expect(await status()).toMatchObject({ state: 'receiving', reminder: null });
      await house.operator('POST', `/integrations/${shop}/stop`);
      expect(await status()).toMatchObject({ state: 'stopped' });
    });

    it('show that they arrive before it was started', async () => {
      await sql(`update integration set state = 'saved' where id = $1`, [shop]);
      await house.send(await house.tokenOf(shop), order('1'));
      expect(await status()).toMatchObject({ state: 'late', reminder: null, message: expect.stringContaining('start it') as string });
    });

    async function written(kind: string, lane: string, stream: string, count: number, hoursAgo: number, reapplied = 0): Promise<void> {
      const runId = newId();
      await sql(`insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by) values ($1, $2, $3, $4, 'complete', 0, 'test')`, [runId, house.workspaceId, shop, kind]);
      await sql(
        `insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, state, range, settings_version, read, written, reapplied, updated_at)
         values (gen_random_uuid(), $1, $2, $3, $4, $5, 0, 'done', '{}', 0, $6, $6, $7, now() - make_interval(hours => $8))`,
        [runId, house.workspaceId, shop, stream, lane, count, reapplied, hoursAgo],
      );
    }

    it('show how much of what changed they told of', async () => {
      await house.tokenOf(shop);
      expect(await status()).toMatchObject({ coverage: { fromWebhooks: 0, fromPolling: 0, percent: null } });
      await written('webhook', 'by-id', 'orders', 5, 1);
      await written('webhook', 'by-id', 'customers', 1, 2);
      await written('recurring', 'delta', 'orders', 4, 1, 2);
      await written('recurring', 'delta', 'addresses', 50, 1);
      await written('recurring', 'sweep', 'customers', 50, 1);
      await written('initial', 'backfill', 'orders', 50, 1);
      await written('replay', 'by-id', 'orders', 50, 1);
      await written('webhook', 'by-id', 'orders', 50, 25);
      expect(await status()).toMatchObject({ coverage: { fromWebhooks: 6, fromPolling: 2, percent: 75 } });
    });

    it('are called silent when only polling finds what changes', async () => {
      await house.send(await house.tokenOf(shop), order('1'));
      await sql(`update hook set first_at = now() - interval '2 days', last_at = now() - interval '3 hours' where integration_id = $1`, [shop]);
      await written('recurring', 'delta', 'orders', 1, 1);
      expect(await status()).toMatchObject({ state: 'receiving' });
      await written('recurring', 'delta', 'orders', 3, 1);
      expect(await status()).toMatchObject({ state: 'silent', message: expect.stringMatching(/silent since .* UTC.*\(4\)/u) as string });
      await house.send(await house.tokenOf(shop), order('2'));
      expect(await status()).toMatchObject({ state: 'receiving' });
    });

    it('are called silent as well when a new address was never put into the shop', async () => {
      await house.send(await house.tokenOf(shop), order('1'));
      for (const _twice of [1, 2]) await house.operator('POST', `/integrations/${shop}/webhooks/renew`);
      expect(await status()).toMatchObject({ state: 'waiting' });
      await sql(`update hook set created_at = now() - interval '3 hours' where integration_id = $1`, [shop]);
      await written('recurring', 'delta', 'orders', 2, 1);
      expect(await status()).toMatchObject({ state: 'waiting' });
      await written('recurring', 'delta', 'orders', 1, 1);
      expect(await status(PL)).toMatchObject({ state: 'silent', message: expect.stringMatching(/^Od zmiany adresu \(.* UTC\).*\(3\).*Wpisz nowy adres/u) as string });
      await house.send(await house.tokenOf(shop), order('2'));
      expect(await status()).toMatchObject({ state: 'receiving' });
    });

    it('begin at zero with a new address, though the counts of the day stay', async () => {
      const token = await house.tokenOf(shop);
      for (const body of ['{"product":1}', 'nonsense']) await house.send(token, body);
      expect(await status()).toMatchObject({ message: expect.stringContaining('(2)') as string });
      await house.operator('POST', `/integrations/${shop}/webhooks/renew`);
      expect(await status()).toMatchObject({ state: 'waiting', message: 'Waiting for the first webhook.', today: { received: 2, ignored: 1, unreadable: 1 } });
      expect(await sql(`select old_received::int, old_ignored::int, old_unreadable::int from hook_count where integration_id = $1`, [shop])).toEqual([{ old_received: 2, old_ignored: 1, old_unreadable: 1 }]);
    });

    it('forget with a new address that some came late at the one before', async () => {
      await sql(`update integration set state = 'saved' where id = $1`, [shop]);
      await house.send(await house.tokenOf(shop), order('1'));
      await house.operator('POST', `/integrations/${shop}/webhooks/renew`);
      expect(await status()).toMatchObject({ state: 'waiting', lastLateAt: null });
    });

    it('take as many statements for a list as for one', async () => {
      const statements = async (): Promise<number> => {
        let count = 0;
        const { manager } = house.dataSource;
        const query = manager.query.bind(manager);
        Object.assign(manager, { query: (...input: Parameters<typeof query>) => ((count += 1), query(...input)) });
        await house.operator('GET', '/integrations?limit=200');
        Object.assign(manager, { query });
        return count;
      };
      const before = await statements();
      expect(before).toBeGreaterThan(5);
      for (let n = 0; n < 5; n += 1) await house.tokenOf(await house.addShop(`Sklep ${String(n)}`));
      expect(await statements()).toBe(before);
    });
  });
});
