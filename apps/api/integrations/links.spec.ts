import { z } from 'zod';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { labels } from '#libs/connectors/sdk/labels.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addRecord, customerRecord, orderRecord } from '../testing/card-rows.js';
import { sampleConnector } from '../testing/sample-connector.js';

const label = labels({ pl: 'wzór', en: 'template' }, { pl: 'wzór', en: 'template' });
const template = z.string().refine((text) => text.includes('{id}'), { error: 'An address with {id} in it.', params: { pl: 'Adres z {id}.' } });
const settings = z.object({ idField: z.string().min(1).meta(label), customerLink: template.default('{shop}/panel/client?id={id}').meta(label), orderLink: template.default('{shop}/panel/order?id={id}').meta(label) });

/** A platform with templates, of which only the one for orders is known from a source. */
const templated: ConnectorDefinition<{ url: string; key: string }, z.infer<typeof settings>> = {
  ...sampleConnector,
  platform: 'idosell',
  settings,
  linksVerified: { customer: false, order: true },
  budget: () => ({ limit: null, share: 1, maxInFlight: 1 }),
  open: () => {
    throw new Error('the API opens no account');
  },
  links: ({ url }, own) => {
    const link = (text: string, id: string): string | null => (/^\d+$/u.test(id) ? text.replaceAll('{shop}', new URL(url).origin).replaceAll('{id}', id) : null);
    return { customer: (id) => link(own.customerLink, id), order: (id) => link(own.orderLink, id) };
  },
};

const ORIGIN = 'http://127.0.0.1:8080';
const KEY = 'INVENTED-KEY-0001';
const OWN = encodeURIComponent('https://panel.example.com/c/{id}');

describe('"try this link"', () => {
  let api: ApiHarness;
  let operator: Call;
  let viewer: Call;

  beforeAll(async () => {
    api = await startApi({ connectors: [sampleConnector, templated] });
    [operator, viewer] = [await api.as('operator'), await api.as('viewer')];
    api.gateway.check = () => ({ failure: null, report: { ticks: [], facts: {} }, sameAccount: 'unknown', accountKey: ORIGIN, address: ORIGIN });
    for (const key of ['first_id', 'second_id']) await operator('POST', '/custom-fields', { key, label: key, type: 'number' });
  });

  afterAll(async () => {
    await api.close();
  });

  async function create(platform: string): Promise<string> {
    return String((await operator('POST', '/integrations', { platform, name: 'Sklep' })).body['id']);
  }

  async function saved(platform: string, given: object): Promise<string> {
    const id = await create(platform);
    await api.dataSource.query('delete from custom_field_use');
    expect((await operator('POST', `/integrations/${id}/authenticate`, { credentials: { url: `${ORIGIN}/`, key: KEY } })).status).toBe(200);
    expect((await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'first_id', ...given } })).status).toBe(200);
    return id;
  }

  it('gives the links of a stored customer and of the newest stored order', async () => {
    const id = await saved('idosell', {});
    await addRecord(api, id, null, customerRecord('12'));
    const [newest, older, lost] = ['2026-03-05', '2026-03-04', '2026-03-06'].map((day) => ({ utc: `${day}T10:00:00.000Z` }));
    await addRecord(api, id, null, orderRecord('501', '12', { placedAt: newest ?? null }));
    await addRecord(api, id, null, orderRecord('900', '12', { placedAt: older ?? null }));
    const gone = await addRecord(api, id, null, orderRecord('901', '12', { placedAt: lost ?? null }));
    await api.dataSource.query('update source_record set gone_at = now() where id = $1', [gone]);
    const answer = await viewer('GET', `/integrations/${id}/links`);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      customer: { externalId: '12', url: `${ORIGIN}/panel/client?id=12`, verified: false, note: expect.stringContaining('not confirmed') as unknown },
      order: { externalId: '501', url: `${ORIGIN}/panel/order?id=501`, verified: true, note: expect.stringContaining('logged in') as unknown },
      message: 'Links by the saved settings.',
    });
    expect(JSON.stringify(answer.body)).not.toContain(KEY);
    const polish = await viewer('GET', `/integrations/${id}/links`, undefined, { 'accept-language': 'pl' });
    expect(polish.body).toMatchObject({ message: 'Odnośniki według zapisanych ustawień.', customer: { note: expect.stringContaining('zalogowanym do panelu') as unknown } });
    expect((await viewer('GET', `/integrations/${id}/links?customerId=7&orderId=8`)).body).toMatchObject({ customer: { url: `${ORIGIN}/panel/client?id=7` }, order: { url: `${ORIGIN}/panel/order?id=8` } });
  });

  it('tries templates that are not saved, and saves nothing', async () => {
    const id = await saved('idosell', {});
    const before = await viewer('GET', `/integrations/${id}`);
    const tried = await viewer('GET', `/integrations/${id}/links?customerId=7&orderId=8&customerLink=${OWN}`);
    expect(tried.body).toMatchObject({
      customer: { url: 'https://panel.example.com/c/7', verified: false, note: expect.stringContaining('of your own') as unknown }, order: { url: `${ORIGIN}/panel/order?id=8`, verified: true }, message: expect.stringContaining('Nothing was saved') as unknown,
    });
    expect((await viewer('GET', `/integrations/${id}`)).body).toEqual(before.body);
  });

  it('does not call a saved template of one\'s own verified', async () => {
    const id = await saved('idosell', { orderLink: 'https://panel.example.com/o/{id}' });
    expect((await viewer('GET', `/integrations/${id}/links?orderId=8`)).body).toMatchObject({ customer: null, order: { url: 'https://panel.example.com/o/8', verified: false } });
  });

  it('names what is wrong with a template, in both languages', async () => {
    const id = await saved('idosell', {});
    const wrong = await viewer('GET', `/integrations/${id}/links?orderLink=nonsense`, undefined, { 'accept-language': 'pl' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'settings_invalid', errors: [{ path: 'settings.orderLink', message: 'Adres z {id}.' }] } });
    expect((await viewer('GET', `/integrations/${id}/links?orderLink=`)).status).toBe(422);
    const misspelt = await viewer('GET', `/integrations/${id}/links?clientLink=${OWN}`);
    expect(misspelt).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('refuses templates where the platform has none; its own links count as known', async () => {
    const id = await saved('prestashop', { adminUrl: 'https://panel.example.com' });
    expect(await viewer('GET', `/integrations/${id}/links?customerLink=${OWN}`)).toMatchObject({ status: 422, body: { code: 'settings_unknown' } });
    expect((await viewer('GET', `/integrations/${id}/links?customerId=7`)).body).toMatchObject({ customer: { url: 'https://panel.example.com/customers/7', verified: true }, order: null });
  });

  it('says what is missing instead of a link', async () => {
    const id = await create('idosell');
    expect((await viewer('GET', `/integrations/${id}/links`)).body).toMatchObject({ customer: null, order: null, message: expect.stringContaining('customerId') as unknown });
    const links = async (): Promise<unknown> => (await viewer('GET', `/integrations/${id}/links?customerId=7`)).body['customer'];
    expect(await links()).toEqual({ externalId: '7', url: null, verified: false, note: 'Authenticate the integration first.' });
    await operator('POST', `/integrations/${id}/authenticate`, { credentials: { url: `${ORIGIN}/`, key: KEY } });
    expect(await links()).toMatchObject({ url: null, note: 'Save the settings of the integration first.' });
    expect(await viewer('GET', `/integrations/${id}/links?customerLink=nonsense`)).toMatchObject({ status: 422, body: { code: 'settings_invalid', errors: [{ path: 'settings.customerLink' }] } });
    const complete = await saved('idosell', {});
    expect((await viewer('GET', `/integrations/${complete}/links?customerId=abc`)).body).toMatchObject({ customer: { url: null, verified: false, note: expect.stringContaining('cannot be built') as unknown } });
  });
});
