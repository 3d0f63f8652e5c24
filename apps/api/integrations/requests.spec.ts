import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { newId } from '#libs/domain/ids.js';
import { IntegrationEntity } from '#libs/persistence/entities/integration.entity.js';
import { hashAccount } from '#libs/sync/open-account.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addIntegration } from '../testing/card-rows.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { sampleConnector } from '../testing/sample-connector.js';
import { integrationViews } from './integration.view.js';

const ORIGIN = 'http://127.0.0.1:8080';
/** 48 passes a day of 10 requests, for 30 days. */
const FOLLOWING = 14_400;
const MONTH = `date_trunc('month', now(), 'UTC')`;

describe('requests of integrations', () => {
  let api: ApiHarness;
  let operator: Call;

  beforeAll(async () => {
    api = await startApi();
    operator = await api.as('operator');
    api.gateway.check = () => ({ failure: null, report: { ticks: [], facts: {} }, sameAccount: 'unknown', accountKey: ORIGIN, address: ORIGIN });
  });

  afterAll(async () => {
    await api.close();
  });

  async function connected(): Promise<string> {
    const id = await addIntegration(api, `Sklep ${newId()}`);
    expect((await operator('POST', `/integrations/${id}/authenticate`, { credentials: { url: `${ORIGIN}/`, key: 'INVENTED-KEY-0001' } })).status).toBe(200);
    return id;
  }

  it('are those of the account this month and last, and what following takes in a month', async () => {
    const [id, twin] = [await connected(), await connected()];
    expect((await operator('GET', `/integrations/${id}`)).body['requests']).toEqual({ thisMonth: 0, lastMonth: 0, perMonthFollowing: FOLLOWING });
    await api.dataSource.query(
      `insert into budget_use (account_key, minute, requests) values ($1, ${MONTH}, 100), ($1, ${MONTH} - interval '1 minute', 20), ($1, ${MONTH} - interval '70 days', 3), ('another', ${MONTH}, 5000)`,
      [hashAccount('prestashop', ORIGIN)],
    );
    const told = { thisMonth: 100, lastMonth: 20, perMonthFollowing: FOLLOWING };
    for (const one of [id, twin]) expect((await operator('GET', `/integrations/${one}`)).body['requests']).toEqual(told);
    const items = (await operator('GET', '/integrations')).body.items ?? [];
    expect(items.map((item) => item['requests'])).toEqual([told, told]);
    const draft = await operator('POST', '/integrations', { platform: 'prestashop', name: 'Szkic' });
    expect(draft.body['requests']).toEqual({ thisMonth: 0, lastMonth: 0, perMonthFollowing: FOLLOWING });
  });

  it('cost a list as many statements as a single one', async () => {
    const ids = [await connected(), await connected(), await connected()];
    const rows = await api.dataSource.manager.find(IntegrationEntity, { where: { id: In(ids) } });
    const asked = async (some: readonly IntegrationEntity[]): Promise<number> => {
      let statements = 0;
      const counting = { query: (sql: string, values: unknown[]) => ((statements += 1), api.dataSource.query(sql, values)) } as unknown as EntityManager;
      expect(await integrationViews(counting, some, 'en', new ConnectorCatalog([sampleConnector]))).toHaveLength(some.length);
      return statements;
    };
    expect(rows).toHaveLength(3);
    expect(await asked(rows)).toBe(await asked(rows.slice(0, 1)));
  });

  describe('of a first sync', () => {
    const stream = { stream: 'orders', records: 5_000, precision: 'exact', requests: 1_240 };

    it('are told beforehand, in words too, with what following takes and what was used', async () => {
      const id = await connected();
      api.gateway.estimated = { streams: [stream], requests: 1_240, seconds: 620, requestsPerMonth: 21_600, usedThisMonth: 320, writes: { pl: 'karty', en: 'cards' } };
      const { body } = await operator('GET', `/integrations/${id}/initial-sync/estimate`);
      expect(body).toMatchObject({ requests: 1_240, requestsPerMonth: 21_600, usedThisMonth: 320 });
      expect(body['message']).toContain('about 1,240.');
      expect(body['message']).toContain('about 21,600 a month');
      expect(body['message']).toContain('this month: 320.');
      const polish = String((await operator('GET', `/integrations/${id}/initial-sync/estimate`, undefined, { 'accept-language': 'pl' })).body['message']).replaceAll(/\s/gu, ' ');
      expect(polish).toContain('Zapytania do platformy: około 1240.');
      expect(polish).toContain('około 21 600 na miesiąc');
      const reread = await operator('POST', `/integrations/${id}/reread`, { streams: ['orders'] });
      expect(reread).toMatchObject({ status: 200, body: { requests: 1_240, message: expect.stringContaining('Nothing was started') as unknown } });
      expect(reread.body['message']).not.toContain('a month');
    });

    it('are a floor when a stream cannot be counted; an answer of an older worker says less', async () => {
      const id = await connected();
      api.gateway.estimated = { streams: [stream, { ...stream, stream: 'customers', records: null, requests: null }], requests: 1_240, seconds: 620, writes: { pl: 'karty', en: 'cards' } };
      const { body } = await operator('GET', `/integrations/${id}/initial-sync/estimate`);
      expect(body).toMatchObject({ requestsPerMonth: null, usedThisMonth: null });
      expect(body['message']).toContain('at least 1,240.');
      expect(body['message']).not.toContain('month');
    });
  });
});
