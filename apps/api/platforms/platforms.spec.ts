import { Ajv2020 } from 'ajv/dist/2020.js';
import { CONNECTORS } from '#libs/connectors/registry.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';

type Schema = { readonly properties: Record<string, { readonly title?: unknown; readonly description?: unknown; readonly 'x-title'?: unknown }>; readonly required?: string[] };

describe('the gallery of platforms', () => {
  let api: ApiHarness;
  let viewer: Call;

  beforeAll(async () => {
    api = await startApi({ connectors: CONNECTORS });
    viewer = await api.as('viewer');
  });

  afterAll(async () => {
    await api.close();
  });

  it('shows every registered platform', async () => {
    const { body } = await viewer('GET', '/platforms');
    expect((body.items ?? []).map((item) => item['platform'])).toEqual(CONNECTORS.map((connector) => connector.platform));
    for (const item of body.items ?? []) expect((await viewer('GET', `/platforms/${String(item['platform'])}`)).body).toEqual(item);
    expect((await viewer('GET', '/platforms/nowhere')).status).toBe(404);
  });

  it.each(['pl', 'en'])('gives JSON Schemas that validators accept, labelled in both languages (%s)', async (language) => {
    const { body } = await viewer('GET', '/platforms', undefined, { 'accept-language': language });
    const ajv = new Ajv2020({ strict: false });
    for (const item of body.items ?? []) {
      for (const part of ['credentials', 'settings']) {
        const schema = item[part] as Schema;
        expect(() => ajv.compile(schema)).not.toThrow();
        for (const property of Object.values(schema.properties)) {
          const both = property['x-title'] as Record<string, string>;
          expect(Object.keys(both).sort()).toEqual(['en', 'pl']);
          expect(property.title).toBe(both[language]);
          expect(typeof property.description).toBe('string');
        }
      }
    }
  });

  it('asks for what a caller has to send, not for defaults', async () => {
    const { body } = await viewer('GET', '/platforms/prestashop');
    expect((body['credentials'] as Schema).required).toEqual(['address', 'key']);
    expect((body['settings'] as Schema).required).toEqual(['idField']);
    expect(body['fieldSettings']).toContainEqual({ setting: 'idField', role: 'id', type: 'number', required: true });
  });
});
