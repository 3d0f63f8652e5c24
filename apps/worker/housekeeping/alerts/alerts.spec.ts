import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { newSigningSecret } from '#libs/security/sign-alert.js';
import { hashAccount } from '#libs/sync/open-account.js';
import type { EngineHouse } from '../../../../test/support/engine.js';
import { buildEngine } from '../../../../test/support/engine.js';
import { addShop } from '../../../../test/support/house.js';
import { keepAlerts } from './keep-alerts.js';
import { sendAlerts } from './send-alerts.js';

type Alert = { rule: string; subject: string; message: { pl: string; en: string }; detail: Record<string, unknown>; open: boolean; sent: boolean; attempts: number };

describe('alerts', () => {
  let house: EngineHouse;
  let integrationId: string;

  beforeEach(async () => {
    house = await buildEngine();
    integrationId = (await addShop(house, 'PS1')).id;
    await sql(`update run set state = 'complete', ended_at = now() - interval '60 days'`);
    await sql(`update integration set state = 'running', name = 'Sklep testowy' where id = $1`, [integrationId]);
  });
  afterEach(async () => {
    await house.close();
  });

  const sql = async <T>(text: string, parameters: unknown[] = []): Promise<T[]> => house.dataSource.query(text, parameters);
  const alerts = async (): Promise<Alert[]> =>
    sql<Alert>(`select rule, subject, message, detail, closed_at is null as open, sent_at is not null as sent, attempts from alert order by opened_at, rule`);
  const open = async (): Promise<string[]> => (await alerts()).filter((alert) => alert.open).map((alert) => alert.rule);
  const endRun = async (kind: string, state: string, daysAgo: number): Promise<void> => {
    await sql(
      `insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by, ended_at) values (uuidv7(), $1, $2, $3, $4, 0, 'test', now() - make_interval(days => $5))`,
      [house.workspaceId, integrationId, kind, state, daysAgo],
    );
  };

  it('has nothing to say while all is well', async () => {
    expect(await keepAlerts(house.dataSource)).toEqual({ opened: 0, closed: 0 });
  });

  it('opens one alert for refused credentials, once, and closes it when they are accepted', async () => {
    await sql(`update integration set state = 'needs_authentication', problem = '{"code":"key_refused"}'`);
    expect([await keepAlerts(house.dataSource), await keepAlerts(house.dataSource)]).toEqual([{ opened: 1, closed: 0 }, { opened: 0, closed: 0 }]);
    expect((await alerts())[0]).toMatchObject({ rule: 'needs_authentication', subject: integrationId, detail: { code: 'key_refused' }, message: { pl: expect.stringContaining('Sklep testowy') as string } });
    await sql(`update integration set state = 'running'`);
    expect(await keepAlerts(house.dataSource)).toEqual({ opened: 0, closed: 1 });
    await sql(`update integration set state = 'needs_authentication'`);
    expect(await keepAlerts(house.dataSource)).toEqual({ opened: 1, closed: 0 });
    expect(await alerts()).toHaveLength(2);
  });

  it('tells of a run that fell short until a later one of its kind did not', async () => {
    await endRun('recurring', 'incomplete', 2);
    await keepAlerts(house.dataSource);
    await endRun('initial', 'complete', 1);
    await keepAlerts(house.dataSource);
    expect(await open()).toEqual(['run_incomplete']);
    await endRun('recurring', 'cancelled', 0);
    await keepAlerts(house.dataSource);
    expect(await open()).toEqual(['run_incomplete']);
    await endRun('recurring', 'complete_with_rejects', 0);
    await keepAlerts(house.dataSource);
    expect(await open()).toEqual([]);
  });

  it('tells of open rejects with their number', async () => {
    await sql(
      `insert into reject (id, workspace_id, integration_id, stream, stage, external_id, reason, message, fix) select gen_random_uuid(), $1, $2, 'orders', 'map', n::text, 'x', '{}', '{}' from generate_series(1, 3) n`,
      [house.workspaceId, integrationId],
    );
    await keepAlerts(house.dataSource);
    expect((await alerts())[0]).toMatchObject({ rule: 'open_rejects', detail: { open: 3 } });
    await sql(`update reject set closed_at = now()`);
    await keepAlerts(house.dataSource);
    expect(await open()).toEqual([]);
  });

  it('tells of an account blocked for long, or again and again, and holds until the block is over', async () => {
    const key = hashAccount('prestashop', 'shop.example.com');
    await sql(`update integration set platform = 'prestashop', account_key = 'shop.example.com'`);
    const block = async (minutes: number, refusals: number): Promise<void> => {
      await sql(
        `insert into budget_account (key, blocked_until, refusals) values ($1, now() + make_interval(mins => $2), $3) on conflict (key) do update set blocked_until = excluded.blocked_until, refusals = excluded.refusals`,
        [key, minutes, refusals],
      );
      await keepAlerts(house.dataSource);
    };
    await block(2, 1);
    expect(await open()).toEqual([]);
    await block(20, 1);
    expect(await open()).toEqual(['account_blocked']);
    await block(2, 1);
    expect(await open()).toEqual(['account_blocked']);
    await block(-1, 1);
    expect(await open()).toEqual([]);
    await block(1, 5);
    expect(await open()).toEqual(['account_blocked']);
  });

  it('tells of a shop that is silent for much longer than it ever was', async () => {
    const record = async (hoursAgo: number): Promise<void> => {
      await sql(
        `with r as (insert into run (id, workspace_id, integration_id, kind, state, epoch, requested_by, ended_at) values (uuidv7(), $1, $2, 'recurring', 'complete', 0, 'test', now() - make_interval(hours => $3)) returning id)
         insert into part (id, run_id, workspace_id, integration_id, stream, lane, ordinal, state, range, settings_version, read, written)
         select gen_random_uuid(), id, $1, $2, 'orders', 'delta', 0, 'done', '{}', 0, 1, 1 from r`,
        [house.workspaceId, integrationId, hoursAgo],
      );
    };
    for (let hours = 300; hours > 50; hours -= 10) await record(hours);
    const since = async (hours: number): Promise<string[]> => {
      await sql(`update integration set last_record_at = now() - make_interval(hours => $1), last_success_at = now()`, [hours]);
      await keepAlerts(house.dataSource);
      return open();
    };
    expect(await since(23)).toEqual([]);
    expect(await since(50)).toEqual(['silent_shop']);
    expect((await alerts())[0]?.detail['usualHours']).toBe(10);
    expect(await since(1)).toEqual([]);
    await sql(`delete from part where id in (select id from part order by id limit 10)`);
    expect(await since(50)).toEqual([]);
  });

  describe('sending', () => {
    let server: Server;
    let url: string;
    let status: number;
    let secret: string;
    const received: { headers: IncomingHttpHeaders; body: string }[] = [];

    beforeEach(async () => {
      received.length = 0;
      status = 204;
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
          response.writeHead(status).end();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/alerts`;
      secret = newSigningSecret();
      await house.secrets.put({ workspaceId: house.workspaceId, ownerKind: 'alert_target', ownerId: house.workspaceId, name: 'signing', value: { secret } });
      await sql(`insert into alert_target (workspace_id, url) values ($1, $2)`, [house.workspaceId, url]);
      await sql(`update integration set state = 'needs_authentication'`);
      await keepAlerts(house.dataSource);
    });
    afterEach(async () => {
      await new Promise((resolve) => server.close(resolve));
    });

    const send = async (): Promise<number> => {
      const { dataSource, secrets, engine } = house;
      return sendAlerts({ dataSource, secrets, guard: engine.guard, budget: engine.budget, nowMs: engine.nowMs, logger: { info: () => undefined, warn: () => undefined } });
    };

    it('is signed so that the receiver can check it, and happens once', async () => {
      expect([await send(), await send()]).toEqual([1, 0]);
      expect(received).toHaveLength(1);
      const message = new Webhook(secret).verify(received[0]?.body ?? '', received[0]?.headers as Record<string, string>) as { type: string; data: Record<string, unknown> };
      expect(message).toMatchObject({ type: 'alert.opened', data: { rule: 'needs_authentication', integrationId, workspaceId: house.workspaceId } });
      expect(JSON.stringify(message)).not.toContain(url);
      expect(() => new Webhook(newSigningSecret()).verify(received[0]?.body ?? '', received[0]?.headers as Record<string, string>)).toThrow();
    });

    it.each([500, 429, 302])('is tried again later, under the same id, when the receiver answers %d', async (bad) => {
      status = bad;
      await send();
      expect((await alerts())[0]).toMatchObject({ sent: false, attempts: 1 });
      expect(await send()).toBe(0);
      status = 200;
      await sql(`update alert set not_before = now()`);
      await send();
      expect((await alerts())[0]).toMatchObject({ sent: true, attempts: 2 });
      expect(new Set(received.map((one) => one.headers['webhook-id'])).size).toBe(1);
    });

    it('waits longer after each failure', async () => {
      status = 500;
      const waits: number[] = [];
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await sql(`update alert set not_before = null`);
        await send();
        waits.push((await sql<{ s: number }>(`select round(extract(epoch from not_before - now()) / 30)::int as s from alert`))[0]?.s ?? 0);
      }
      expect(waits).toEqual([1, 2, 4]);
    });

    it('does not go to an inner address, nor where it is switched off, nor for an alert that is over', async () => {
      await sql(`update alert_target set url = 'http://10.0.0.1/'`);
      await send();
      expect((await alerts())[0]).toMatchObject({ sent: false, attempts: 1 });
      await sql(`update alert set not_before = null`);
      await sql(`update alert_target set url = $1, enabled = false`, [url]);
      expect(await send()).toBe(0);
      await sql(`update alert_target set enabled = true`);
      await sql(`update alert set closed_at = now()`);
      expect(await send()).toBe(0);
      expect(received).toEqual([]);
    });
  });
});
