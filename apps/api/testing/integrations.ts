import type { ApiHarness, Call } from './api-harness.js';

export const REPORT = {
  ticks: [
    { code: 'customers', state: 'ok', required: true, label: { pl: 'Klienci', en: 'Customers' } },
    { code: 'orders', state: 'ok', required: true, label: { pl: 'Zamówienia', en: 'Orders' } },
  ],
  facts: { version: '9.0' },
};
export const ORIGIN = 'http://127.0.0.1:8080';
export const CREDENTIALS = { url: `${ORIGIN}/`, key: 'INVENTED-KEY-0001' };
/** What a shop answers that takes the credentials. */
export const accepted = (address = ORIGIN, sameAccount = 'unknown'): object => ({ failure: null, report: REPORT, sameAccount, accountKey: address, address });

/** Custom fields that the specs of integrations name. */
export async function addFields(operator: Call): Promise<void> {
  for (const [key, type] of [['shop_id', 'number'], ['other_id', 'number'], ['last_order', 'date'], ['note', 'text']] as const) {
    await operator('POST', '/custom-fields', { key, label: key, type });
  }
}

/** Ways to an integration in some state, each with a new one; every one gives its id. */
export type Integrations = { readonly create: (name?: string) => Promise<string>; readonly authenticated: () => Promise<string>; readonly saved: (settings?: object) => Promise<string> };

export function integrationsOf(api: ApiHarness, operator: Call): Integrations {
  const create = async (name = 'Shop'): Promise<string> => {
    const made = await operator('POST', '/integrations', { platform: 'prestashop', name });
    expect(made.status).toBe(201);
    return String(made.body['id']);
  };
  const authenticated = async (): Promise<string> => {
    const id = await create();
    expect((await operator('POST', `/integrations/${id}/authenticate`, { credentials: CREDENTIALS })).status).toBe(200);
    return id;
  };
  const saved = async (settings: object = {}): Promise<string> => {
    const id = await authenticated();
    await api.dataSource.query('delete from custom_field_use');
    const answer = await operator('PUT', `/integrations/${id}/settings`, { settings: { idField: 'shop_id', ...settings } });
    expect(answer.body).toMatchObject({ integration: { state: 'saved' }, reapply: null, rereadNeeded: false });
    return id;
  };
  return { create, authenticated, saved };
}
