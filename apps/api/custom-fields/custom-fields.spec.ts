import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addIntegration } from '../testing/card-rows.js';

describe('custom fields', () => {
  let api: ApiHarness;
  let admin: Call;

  beforeAll(async () => {
    api = await startApi();
    admin = await api.as('admin');
  });

  afterAll(async () => {
    await api.close();
  });

  it('are made, listed with who fills them, and deleted when nobody does', async () => {
    const made = await admin('POST', '/custom-fields', { key: 'numer', label: 'Numer klienta', type: 'number' });
    expect(made).toMatchObject({ status: 201, body: { key: 'numer', type: 'number', usedBy: [] } });
    const id = String(made.body['id']);
    const integration = await addIntegration(api, 'Sklep');
    await api.dataSource.query(`insert into custom_field_use (integration_id, role, workspace_id, field_id) values ($1, 'id', $2, $3)`, [integration, api.workspaceId, id]);
    expect((await admin('GET', '/custom-fields')).body.items).toMatchObject([{ id, usedBy: [{ integrationId: integration, integrationName: 'Sklep', role: 'id' }] }]);
    expect(await admin('DELETE', `/custom-fields/${id}`)).toMatchObject({ status: 409, body: { code: 'custom_field_in_use' } });
    await api.dataSource.query('delete from custom_field_use');
    expect((await admin('DELETE', `/custom-fields/${id}`)).status).toBe(204);
    expect((await admin('GET', `/custom-fields/${id}`)).status).toBe(404);
  });

  it('are nobody\'s any more when only a deleted integration has filled them', async () => {
    const id = String((await admin('POST', '/custom-fields', { key: 'ostatnie', label: 'Ostatnie zamówienie', type: 'date' })).body['id']);
    const integration = await addIntegration(api, 'Dawny sklep');
    await api.dataSource.query(`insert into custom_field_use (integration_id, role, workspace_id, field_id) values ($1, 'last_order_date', $2, $3)`, [integration, api.workspaceId, id]);
    expect((await admin('DELETE', `/custom-fields/${id}`)).status).toBe(409);
    expect((await admin('DELETE', `/integrations/${integration}`)).status).toBe(200);
    expect(await api.dataSource.query('select role from custom_field_use where field_id = $1', [id])).toEqual([{ role: 'last_order_date' }]);
    expect((await admin('GET', `/custom-fields/${id}`)).body).toMatchObject({ usedBy: [] });
    expect((await admin('DELETE', `/custom-fields/${id}`)).status).toBe(204);
  });

  it('have one owner of a key in a workspace', async () => {
    await admin('POST', '/custom-fields', { key: 'login', label: 'Login', type: 'text' });
    expect(await admin('POST', '/custom-fields', { key: 'login', label: 'Inny', type: 'text' })).toMatchObject({ status: 409, body: { code: 'custom_field_exists', field: 'login' } });
    const elsewhere = await api.as('admin', api.otherWorkspaceId);
    expect((await elsewhere('POST', '/custom-fields', { key: 'login', label: 'Login', type: 'text' })).status).toBe(201);
  });

  it.each([{ key: 'Zła nazwa' }, { type: 'money' }, { label: ' ' }, { extra: 1 }])('refuse %j', async (over) => {
    expect(await admin('POST', '/custom-fields', { key: 'dobry', label: 'Dobry', type: 'text', ...over })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });
});
