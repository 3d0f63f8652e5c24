import { createConnection } from 'node:net';
import { jest } from '@jest/globals';
import { newId } from '#libs/domain/ids.js';
import { newHookToken } from '#libs/security/hook-token.js';
import { startHookHouse, type HookHouse } from '../testing/hook-house.js';
import { HookIntake } from './hook-intake.service.js';

const NOTHING = { received: 0, stored: 0, collapsed: 0, ignored: 0, unreadable: 0, late: 0 };
const order = (id: string): string => JSON.stringify({ order: { id } });

describe('POST /hooks/:token', () => {
  let house: HookHouse;
  let shop: string;
  let token: string;

  beforeAll(async () => {
    house = await startHookHouse();
  });
  afterAll(async () => {
    await house.close();
  });
  beforeEach(async () => {
    house.gateway.down = false;
    house.gateway.calls.length = 0;
    shop = await house.addShop('Sklep');
    token = await house.tokenOf(shop);
  });

  const sql = <T>(text: string, values: unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(text, values);
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it.each([
    ['JSON', order('7'), 'application/json; charset=utf-8'],
    ['JSON of a vendor', order('7'), 'application/vnd.shop+json'],
    ['a form', `event=x&payload=${encodeURIComponent(order('7'))}`, 'application/x-www-form-urlencoded'],
    ['XML', '<?xml version="1.0"?><order><id>7</id><email>kanarek@example.com</email></order>', 'text/xml'],
    ['XML of an application', '<order id="7"/>', 'application/xml'],
  ])('takes %s and keeps nothing but the id', async (_what, body, type) => {
    expect(await house.send(token, body, type)).toEqual({ status: 204, text: '', type: null });
    expect(await house.inbox(shop)).toEqual([{ stream: 'orders', external_id: '7', origin: 'webhook', not_before: null }]);
    expect(await house.counts(shop)).toEqual({ ...NOTHING, received: 1, stored: 1 });
    const [row] = await sql<object>(`select * from inbox where integration_id = $1`, [shop]);
    expect(JSON.stringify(row)).not.toContain('kanarek');
  });

  it('is served at the root and under the prefix', async () => {
    const answer = await fetch(`${house.url}/api/v1/hooks/${token}?source=panel`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: order('1') });
    expect(answer.status).toBe(204);
    expect((await fetch(`${house.url}/hooks/${token}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: order('2') })).status).toBe(204);
    expect((await fetch(`${house.url}/HOOKS/${token}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: order('3') })).status).toBe(204);
    expect((await house.inbox(shop)).map((row) => row.external_id)).toEqual(['1', '2', '3']);
  });

  it('answers 2xx to what it does not follow or understand, and counts it', async () => {
    expect((await house.send(token, '{"product":{"id":"1"}}')).status).toBe(204);
    expect((await house.send(token, '{"half":')).status).toBe(204);
    expect((await house.send(token, '{"something":"else"}')).status).toBe(204);
    expect((await house.send(token, '{"throws":true}')).status).toBe(204);
    expect((await house.send(token, '')).status).toBe(204);
    expect((await house.send(token, JSON.stringify({ address: { id: '1' } }))).status).toBe(204);
    expect(await house.inbox(shop)).toEqual([]);
    expect(await house.counts(shop)).toEqual({ ...NOTHING, received: 6, ignored: 2, unreadable: 4 });
    expect(await sql(`select first_at, last_at from hook where integration_id = $1`, [shop])).toEqual([{ first_at: null, last_at: null }]);
  });

  it('collapses repeated deliveries, whether they come together or one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => house.send(token, order('7'))));
    expect(answers.every((answer) => answer.status === 204)).toBe(true);
    await house.send(token, order('7'));
    await house.send(token, order('8'));
    expect((await house.inbox(shop)).map((row) => row.external_id)).toEqual(['7', '8']);
    expect(await house.counts(shop)).toEqual({ ...NOTHING, received: 22, stored: 2, collapsed: 20 });
  });

  it('makes a row that waits for another reason due now, and leaves one that is being read alone', async () => {
    const add = (id: string, origin: string, more: string): Promise<unknown> =>
      sql(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, not_before, part_id) values ($1, $2, $3, 'orders', $4, $5, ${more})`, [newId(), house.workspaceId, shop, id, origin]);
    await add('1', 'replay', `now() + interval '1 hour', null`);
    await add('2', 'webhook', `now() + interval '1 hour', null`);
    await add('3', 'webhook', `null, gen_random_uuid()`);
    await house.send(token, JSON.stringify({ hints: [['order', '1'], ['order', '2'], ['order', '3']] }));
    const due = { stream: 'orders', origin: 'webhook', not_before: null };
    expect(await house.inbox(shop)).toEqual([{ ...due, external_id: '1' }, { ...due, external_id: '2' }, { ...due, external_id: '3' }, { ...due, external_id: '3' }]);
    expect(await house.counts(shop)).toMatchObject({ stored: 1, collapsed: 2 });
  });

  it('never mixes integrations', async () => {
    const other = await house.addShop('Drugi sklep');
    const otherToken = await house.tokenOf(other);
    await Promise.all(Array.from({ length: 40 }, (_, n) => house.send(n % 2 === 0 ? token : otherToken, order(String(n)))));
    expect((await house.inbox(shop)).map((row) => Number(row.external_id) % 2)).toEqual(Array(20).fill(0));
    expect((await house.inbox(other)).map((row) => Number(row.external_id) % 2)).toEqual(Array(20).fill(1));
    expect([await house.counts(shop), await house.counts(other)]).toEqual(Array(2).fill({ ...NOTHING, received: 20, stored: 20 }));
  });

  describe('says nothing to whoever tries', () => {
    it('about tokens', async () => {
      const unknown = await house.send(newHookToken(), order('1'));
      expect(unknown).toEqual({ status: 404, text: '', type: null });
      for (const wrong of ['nonsense', token.slice(0, -1), `${token}x`, '%E0%A4%A', '', '..%2f..%2fetc']) expect(await house.send(wrong, order('1'))).toEqual(unknown);
      expect(await house.send('nonsense', 'x'.repeat(2_000_000), 'text/plain')).toEqual(unknown);
      expect(await house.counts(shop)).toBeNull();
    });

    it('about paths that are none, whatever the method, and does not repeat them', async () => {
      const headers = { 'content-type': 'application/json' };
      for (const path of ['/hooks', `/hooks/${token}/more`, `/hooks/${token}//`, `//hooks/${token}`, `/hooks//${token}`, `/api/v1/hooks/${token}/more`, `/typo/${token}`, `/hooks/${token.toUpperCase()}`]) {
        const answer = await fetch(`${house.url}${path}`, { method: 'POST', headers, body: '{"broken' });
        expect([path, answer.status, await answer.text()]).toEqual([path, 404, '']);
      }
      for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
        const answer = await fetch(`${house.url}/hooks/${token}`, { method });
        expect([method, answer.status, await answer.text()]).toEqual([method, 404, '']);
      }
      expect(await house.counts(shop)).toBeNull();
    });

    it.each([['text/plain', {}], ['multipart/form-data; boundary=x', {}], [null, {}], ['application/json', { 'content-encoding': 'gzip' }]])('about content types: %s', async (type, more) => {
      expect(await house.send(token, new TextEncoder().encode(order('1')), type, more)).toEqual({ status: 415, text: '', type: null });
      expect(await house.counts(shop)).toBeNull();
    });

    it('about sizes, announced or not', async () => {
      const large = JSON.stringify({ order: { id: '1' }, note: 'x'.repeat(1_048_576) });
      expect(await house.send(token, large)).toEqual({ status: 413, text: '', type: null });
      const stream = new Blob([large]).stream();
      const chunked = await fetch(`${house.url}/hooks/${token}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: stream, duplex: 'half' });
      expect([chunked.status, await chunked.text()]).toEqual([413, '']);
      const fitting = JSON.stringify({ order: { id: '1' }, note: 'x'.repeat(1_000_000) });
      expect((await house.send(token, fitting)).status).toBe(204);
      expect(await house.counts(shop)).toEqual({ ...NOTHING, received: 1, stored: 1 });
    });
  });

  it('is not counted when the sender hangs up in the middle', async () => {
    const { port, hostname } = new URL(house.url);
    await new Promise<void>((resolve) => {
      const socket = createConnection(Number(port), hostname, () => {
        socket.write(`POST /hooks/${token} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"ord`);
        socket.destroy();
      });
      socket.once('close', () => resolve());
    });
    expect((await house.send(token, order('1'))).status).toBe(204);
    expect(await house.counts(shop)).toMatchObject({ received: 1 });
  });

  it('hangs up on a sender who was too slow', async () => {
    const slow = jest.spyOn(house.app.get(HookIntake), 'receive').mockResolvedValue(408);
    const { port, hostname } = new URL(house.url);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = createConnection(Number(port), hostname, () => socket.write(`POST /hooks/${token} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"ord`));
      socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
      socket.once('close', () => resolve(text));
    });
    slow.mockRestore();
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*\r\n\r\n$/u);
  });

  it('answers 503 to a whole batch that cannot be stored, and to nobody else', async () => {
    await sql(`create function refuse() returns trigger language plpgsql as $$ begin if new.external_id = 'boom' then raise exception 'refused'; end if; return new; end $$`);
    await sql(`create trigger refuse before insert on inbox for each row execute function refuse()`);
    const bodies = ['1', 'boom', '2'].map(order);
    const answers = await Promise.all(bodies.map((body) => house.send(token, body)));
    await sql(`drop trigger refuse on inbox`);
    const kept = (await house.inbox(shop)).map((row) => row.external_id);
    expect(answers[1]).toEqual({ status: 503, text: '', type: null });
    // Those beside it were in its batch or in another one: what was promised is stored, what was refused is not.
    expect(kept).toEqual(['1', '2'].filter((_, n) => answers[n === 0 ? 0 : 2]?.status === 204));
    expect((await house.counts(shop))?.received ?? 0).toBe(kept.length);
    for (const body of bodies) expect((await house.send(token, body)).status).toBe(204);
    expect((await house.inbox(shop)).map((row) => row.external_id)).toEqual(['1', '2', 'boom']);
  });

  describe('by the state of the integration', () => {
    const setState = (state: string): Promise<unknown> => sql(`update integration set state = $2 where id = $1`, [shop, state]);
    const fresh = async (state: string): Promise<string> => {
      shop = await house.addShop(`Sklep ${state}`, state);
      return await house.tokenOf(shop);
    };

    it.each(['running', 'paused', 'needs_authentication'])('%s: stored', async (state) => {
      expect((await house.send(await fresh(state), order('1'))).status).toBe(204);
      expect(await house.inbox(shop)).toHaveLength(1);
      expect(await house.counts(shop)).toMatchObject({ received: 1, stored: 1, late: 0 });
    });

    it.each(['draft', 'authenticated', 'saved', 'stopped'])('%s: counted as late', async (state) => {
      expect((await house.send(await fresh(state), order('1'))).status).toBe(204);
      expect(await house.inbox(shop)).toEqual([]);
      expect(await house.counts(shop)).toEqual({ ...NOTHING, received: 1, late: 1 });
      expect(await sql(`select last_at, last_late_at is not null as late from hook where integration_id = $1`, [shop])).toEqual([{ last_at: null, late: true }]);
    });

    it('follows a stop, a start and a deletion made here at once', async () => {
      const admin = await house.as('admin');
      await house.send(token, order('1'));
      expect((await house.operator('POST', `/integrations/${shop}/stop`)).status).toBe(200);
      await house.send(token, order('2'));
      expect((await house.operator('POST', `/integrations/${shop}/start`)).status).toBe(200);
      await house.send(token, order('3'));
      expect((await admin('DELETE', `/integrations/${shop}`)).status).toBe(200);
      expect((await house.send(token, order('4'))).status).toBe(204);
      expect((await house.inbox(shop)).map((row) => row.external_id)).toEqual(['1', '3']);
      expect(await house.counts(shop)).toEqual({ ...NOTHING, received: 4, stored: 2, late: 2 });
    });

    it('wakes the inbox of a running one only', async () => {
      await setState('paused');
      await house.send(token, order('1'));
      const running = await house.addShop('Drugi');
      await house.send(await house.tokenOf(running), '{"product":1}');
      await house.send(await house.tokenOf(running), order('1'));
      await until(() => house.gateway.calls.includes(`wakeInbox ${running}`));
      expect(house.gateway.calls).not.toContain(`wakeInbox ${shop}`);
    });
  });

  it('does not wake for each of many deliveries', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => house.send(token, order(String(n)))));
    const wakes = (): number => house.gateway.calls.filter((call) => call === `wakeInbox ${shop}`).length;
    await until(() => wakes() > 0);
    expect(wakes()).toBeLessThan(25);
    expect(await house.inbox(shop)).toHaveLength(50);
  });

  it('stores with Temporal down', async () => {
    house.gateway.down = true;
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => house.send(token, order(String(n)))));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([204]));
    expect(await house.inbox(shop)).toHaveLength(10);
  });

  it('leaves no token in the log, the metrics or an answer', async () => {
    await house.send(token, order('1'));
    await house.send(token, 'x', 'text/plain');
    await fetch(`${house.url}/hooks/${token}?a=${token}`);
    await fetch(`${house.url}/HOOKS/${token}/deeper`, { method: 'POST' });
    await fetch(`${house.url}/typo/${token}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"broken' });
    await house.operator('POST', `/integrations/${shop}/webhooks/renew`);
    const metrics = String((await (await house.as('viewer'))('GET', '/metrics')).body['text']);
    expect(metrics).toContain('route="/api/v1/hooks/:token"');
    expect(house.log()).toContain('"path":"/hooks/*"');
    for (const text of [metrics, house.log()]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(token.slice(4));
    }
  });
});
