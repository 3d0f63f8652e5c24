import { newId } from '#libs/domain/ids.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { startHookHouse, type HookHouse } from './testing/hook-house.js';

const PL = { 'accept-language': 'pl' };
const order = (id: string): string => JSON.stringify({ order: { id } });

describe('webhooks of an integration', () => {
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
  const audited = async (): Promise<string[]> => (await sql<{ action: string }>(`select action from audit where object_id = $1 order by id`, [shop])).map((row) => row.action);

  describe('the address', () => {
    it('is made when it is first asked for, and stays', async () => {
      expect(await sql(`select 1 from hook where integration_id = $1`, [shop])).toEqual([]);
      // Somebody else is about to write the same row: all three find no address, and wait.
      const runner = house.dataSource.createQueryRunner();
      await runner.startTransaction();
      await runner.query(`insert into hook (integration_id, workspace_id, token_hash) values ($1, $2, '\\x00')`, [shop, house.workspaceId]);
      const asked = Array.from({ length: 3 }, () => house.operator('GET', `/integrations/${shop}/webhooks`));
      const held = async (): Promise<number> => (await sql(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length;
      while ((await held()) < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      await runner.rollbackTransaction();
      await runner.release();
      const answers = await Promise.all(asked);
      const addresses = new Set(answers.map((answer) => answer.body['address']));
      expect(addresses.size).toBe(1);
      expect([...addresses][0]).toMatch(/^https:\/\/sztafeta\.example\.com\/in\/hooks\/szh_[\w-]{43}$/u);
      expect(answers[0]?.headers.get('cache-control')).toBe('no-store');
    });

    it('comes with what to do in the shop, in the language of the caller', async () => {
      const { body } = await house.operator('GET', `/integrations/${shop}/webhooks`, undefined, PL);
      expect(body).toMatchObject({
        events: [{ name: 'orderCreated', why: 'nowe zamówienie', programmable: false }],
        steps: ['Otwórz panel.', `Wklej ${String(body['address'])} jako adres.`],
        removal: 'Usuń je w panelu: Webhooki.',
        file: { path: `/api/v1/integrations/${shop}/webhook-file`, experimental: true, note: 'Format niepotwierdzony.' },
        status: { state: 'waiting', message: 'Czekamy na pierwszy webhook.' },
      });
    });

    it('is stored as a hash to find it by and as a secret to show it again', async () => {
      const token = await house.tokenOf(shop);
      const dump = JSON.stringify(await sql(`select encode(h.token_hash, 'escape') as hash, encode(s.ciphertext, 'escape') as secret from hook h join secret s on s.owner_id = h.integration_id and s.name = 'hook' where h.integration_id = $1`, [shop]));
      expect(dump).not.toBe('[]');
      expect(dump).not.toContain(token);
      const { body } = await house.operator('GET', `/integrations/${shop}`);
      expect(JSON.stringify(body)).not.toContain(token);
    });

    it('is not for viewers, and whoever sees it is written down', async () => {
      const viewer = await house.as('viewer');
      for (const path of ['webhooks', 'webhook-file']) expect(await viewer('GET', `/integrations/${shop}/${path}`)).toMatchObject({ status: 403, body: { permission: 'webhooks.read' } });
      expect(await viewer('POST', `/integrations/${shop}/webhooks/renew`)).toMatchObject({ status: 403 });
      await house.operator('GET', `/integrations/${shop}/webhooks`);
      await house.operator('GET', `/integrations/${shop}/webhook-file`);
      await house.operator('POST', `/integrations/${shop}/webhooks/renew`);
      expect(await audited()).toEqual(['integration.webhooks_read', 'integration.webhook_file', 'integration.webhooks_renew']);
      expect(JSON.stringify(await sql(`select detail from audit where object_id = $1`, [shop]))).not.toContain('szh_');
    });

    it('is replaced on demand: the old one stops at once', async () => {
      const old = await house.tokenOf(shop);
      expect((await house.send(old, order('1'))).status).toBe(204);
      const { body } = await house.operator('POST', `/integrations/${shop}/webhooks/renew`, undefined, PL);
      expect(body).toMatchObject({ message: expect.stringContaining('nowy adres') as string, webhooks: { status: { state: 'waiting', firstAt: null } } });
      expect((await house.send(old, order('2'))).status).toBe(404);
      const now = await house.tokenOf(shop);
      expect((body['webhooks'] as { address: string }).address).toContain(now);
      expect((await house.send(now, order('3'))).status).toBe(204);
      // What the old address has left waiting may be made up.
      expect(body['dropped']).toEqual({ records: 1 });
      expect((await house.inbox(shop)).map((row) => row.external_id)).toEqual(['3']);
    });

    it('is replaced once for the same Idempotency-Key, and not kept with the answer', async () => {
      const renew = (): ReturnType<typeof house.operator> => house.operator('POST', `/integrations/${shop}/webhooks/renew`, undefined, { 'idempotency-key': `renew-${shop}` });
      const first = await renew();
      const again = await renew();
      expect(again).toMatchObject({ status: 200, body: { message: first.body['message'], dropped: { records: 0 }, webhooks: null } });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect((first.body['webhooks'] as { address: string }).address).toContain(await house.tokenOf(shop));
      expect(JSON.stringify(await sql(`select response from idempotency_key`))).not.toContain('szh_');
    });

    it('takes with it what waited only because of the old one', async () => {
      const token = await house.tokenOf(shop);
      const add = (id: string, origin: string, part: string): Promise<unknown> =>
        sql(`insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, part_id) values ($1, $2, $3, 'orders', $4, $5, ${part})`, [newId(), house.workspaceId, shop, id, origin]);
      await add('1', 'dependent', 'null');
      await add('2', 'replay', 'null');
      await add('3', 'webhook', 'gen_random_uuid()');
      for (const id of ['1', '4', '5']) await house.send(token, order(id));
      const { body } = await house.operator('POST', `/integrations/${shop}/webhooks/renew`);
      expect(body['dropped']).toEqual({ records: 2 });
      expect((await house.inbox(shop)).map((row) => [row.external_id, row.origin])).toEqual([['1', 'dependent'], ['2', 'replay'], ['3', 'webhook']]);
    });

    it('does not exist where the platform sends none', async () => {
      await sql(`update integration set platform = 'prestashop' where id = $1`, [shop]);
      for (const [method, path] of [['GET', 'webhooks'], ['POST', 'webhooks/renew'], ['GET', 'webhook-file']] as const) {
        expect(await house.operator(method, `/integrations/${shop}/${path}`)).toMatchObject({ status: 404, body: { code: 'webhooks_not_supported' } });
      }
      expect(await status()).toBeNull();
      expect(await sql(`select 1 from hook where integration_id = $1`, [shop])).toEqual([]);
    });
  });

  describe('the file', () => {
    it('is an attachment with the address in it', async () => {
      const token = await house.tokenOf(shop);
      const { headers, body } = await house.operator('GET', `/integrations/${shop}/webhook-file`);
      expect(headers.get('content-type')).toBe('application/xml; charset=utf-8');
      expect(headers.get('content-disposition')).toBe('attachment; filename=sample-webhooks.xml');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body['text']).toBe(`<hook url="https://sztafeta.example.com/in/hooks/${token}" name="Sklep"/>`);
    });

    it('is JSON for other tools, and is made from the settings', async () => {
      await sql(`update integration set settings = '{"shop":"2"}' where id = $1`, [shop]);
      const { body } = await house.operator('GET', `/integrations/${shop}/webhook-file?format=json`);
      expect(body).toMatchObject({ name: 'Sklep', settings: { shop: '2' } });
      expect(await house.operator('GET', `/integrations/${shop}/webhook-file?format=exe`)).toMatchObject({ status: 400 });
    });
  });

  describe('after a stop or a deletion', () => {
    it('have to be taken out of the shop, which is said where there are any', async () => {
      const quiet = await house.operator('POST', `/integrations/${shop}/stop`, undefined, PL);
      expect(quiet.body['message']).toBe('Integracja zatrzymana. Karty i zamówienia zostają.');
      await house.operator('POST', `/integrations/${shop}/start`);
      const token = await house.tokenOf(shop);
      const unused = await house.operator('POST', `/integrations/${shop}/stop`);
      expect(unused.body['message']).toMatch(/ Take them out in the panel: Webhooks, if there are any yet \(none has come so far\)\.$/u);
      await house.operator('POST', `/integrations/${shop}/start`);
      await house.send(token, order('1'));
      const stopped = await house.operator('POST', `/integrations/${shop}/stop`, undefined, PL);
      expect(stopped.body['message']).toMatch(/ Usuń je w panelu: Webhooki \(ostatni przyszedł \d{4}-\d\d-\d\d \d\d:\d\d UTC\)\.$/u);
      const admin = await house.as('admin');
      const deleted = await admin('DELETE', `/integrations/${shop}`);
      expect(deleted.body['message']).toContain('Take them out in the panel: Webhooks (the last one came ');
      expect(await sql(`select 1 from secret where owner_id = $1`, [shop])).toEqual([]);
      expect(await sql(`select 1 from hook where integration_id = $1`, [shop])).toHaveLength(1);
      expect((await house.send(token, order('2'))).status).toBe(204);
    });

    it('are not mentioned to a shop that has none', async () => {
      const token = await house.tokenOf(shop);
      await house.send(token, order('1'));
      await sql(`update integration set platform = 'prestashop' where id = $1`, [shop]);
      expect((await house.operator('POST', `/integrations/${shop}/stop`)).body['message']).toBe('The integration is stopped. Cards and orders stay.');
      const admin = await house.as('admin');
      expect((await admin('DELETE', `/integrations/${shop}`)).body['message']).not.toContain('ebhook');
    });
  });

  it('come back after their secret was lost with a new address', async () => {
    const token = await house.tokenOf(shop);
    await house.app.get(SecretStore).remove({ ownerKind: 'integration', ownerId: shop, name: 'hook' });
    expect(await house.tokenOf(shop)).not.toBe(token);
  });
});

describe('an address nobody can reach', () => {
  it.each([
    ['public_url_missing', { publicUrl: null }],
    ['public_url_internal', { publicUrl: 'http://api:3000' }],
    ['public_url_loopback', { publicUrl: 'http://localhost:3000' }],
  ])('is not given out: %s', async (code, parts) => {
    const house = await startHookHouse(parts);
    try {
      const shop = await house.addShop('Sklep');
      for (const [method, path] of [['GET', 'webhooks'], ['POST', 'webhooks/renew'], ['GET', 'webhook-file']] as const) {
        const answer = await house.operator(method, `/integrations/${shop}/${path}`, undefined, PL);
        expect(answer).toMatchObject({ status: 409, body: { code, fix: expect.stringContaining('PUBLIC_URL') as string } });
      }
      expect(await house.dataSource.query('select 1 from hook')).toEqual([]);
    } finally {
      await house.close();
    }
  });

  it('is fine in the demo', async () => {
    const house = await startHookHouse({ publicUrl: 'http://127.0.0.1:3000', publicUrlMayBeLoopback: true });
    try {
      const { body } = await house.operator('GET', `/integrations/${await house.addShop('Sklep')}/webhooks`);
      expect(body['address']).toMatch(/^http:\/\/127\.0\.0\.1:3000\/hooks\/szh_/u);
    } finally {
      await house.close();
    }
  });
});
