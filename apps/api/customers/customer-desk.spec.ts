import { newId } from '#libs/domain/ids.js';
import { addShop, emptyHouse, type House, type Shop } from '../../../test/support/house.js';
import { store } from '../../../test/support/relay-records.js';
import { account, cardOf, market, order, recordId } from '#libs/desk/testing/people.js';
import { startApi, type ApiHarness, type Answer, type Call } from '../testing/api-harness.js';

type Decided = { readonly decisionId: string; readonly message: string; readonly customers: { readonly id: string | null; readonly orders: number }[] };
const same = { phones: ['600100200'], lastName: 'Wzór' };

describe('the identity desk', () => {
  let api: ApiHarness;
  let house: House;
  let shop: Shop;
  let [viewer, operator, admin]: Call[] = [];

  beforeAll(async () => {
    api = await startApi();
    house = { url: '', dataSource: api.dataSource, workspaceId: api.workspaceId, close: () => Promise.resolve() };
    [viewer, operator, admin] = await Promise.all([api.as('viewer'), api.as('operator'), api.as('admin')]);
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    await emptyHouse(house);
    await api.dataSource.query('truncate audit, idempotency_key');
    shop = await addShop(house, 'PS1');
  });

  const read = async (path: string): Promise<Answer> => await (viewer as Call)('GET', path);
  const act = async (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => await (operator as Call)('POST', path, body, headers);
  const on = (id: number): Promise<string> => cardOf(api.dataSource, 'customer', id);
  const decided = (answer: Answer): Decided => answer.body as unknown as Decided;
  const items = (answer: Answer): Record<string, unknown>[] => answer.body.items ?? [];

  it('shows proposals with both cards and the reasons, and remembers what was refused', async () => {
    await store(house, shop, [account(1, 'a@example.pl', same), account(2, 'b@example.pl', same), order(7, 1), market(8, 1, 'kupiec'), market(9, 2, 'kupiec')]);
    const [lower, higher] = [await on(1), await on(2)].sort();
    const list = await read('/proposals');
    expect(list).toMatchObject({ status: 200, body: { nextCursor: null } });
    expect(items(list)).toEqual([
      {
        kind: 'cards', id: `${String(lower)}~${String(higher)}`,
        customers: [expect.objectContaining({ id: lower }), expect.objectContaining({ id: higher })],
        reasons: [
          { rule: 'allegro_login', message: 'The same Allegro login', value: 'kupiec', since: expect.any(String) as string },
          { rule: 'person_phone', message: 'The same phone and surname', value: '+48600100200/wzor', since: expect.any(String) as string },
        ],
        since: expect.any(String) as string,
      },
    ]);
    expect(items(await read(`/customers/${await on(1)}/proposals`))).toHaveLength(1);
    expect((items(list)[0]?.['customers'] as { id: string; name: string; email: string; orders: number; integrations: unknown[] }[]).find((card) => card.email === 'a@example.pl')).toEqual({
      id: await on(1), name: 'Imię1 Wzór', email: 'a@example.pl', orders: 2, integrations: [{ id: shop.id, name: 'PS1', platform: 'prestashop' }],
    });
    expect((await read(`/customers/${await on(1)}`)).body).toMatchObject({ proposals: 1, decisions: [] });
    const refused = await act(`/proposals/${String(items(list)[0]?.['id'])}/refuse`, { note: 'ojciec i syn' });
    expect(refused).toMatchObject({ status: 200, body: { message: 'The proposal was refused: these are two people.' } });
    expect(items(await read('/proposals'))).toEqual([]);
    expect((await read(`/customers/${await on(2)}`)).body).toMatchObject({ proposals: 0, decisions: [{ id: decided(refused).decisionId, kind: 'refuse', note: 'ojciec i syn', by: { name: 'operator' } }] });
    expect(await act(`/proposals/${String(items(list)[0]?.['id'])}/accept`)).toMatchObject({ status: 409, body: { code: 'already_refused' } });
    expect(await act(`/decisions/${decided(refused).decisionId}/undo`)).toMatchObject({ status: 200 });
    expect(items(await read('/proposals'))).toHaveLength(1);
    const accepted = await act(`/proposals/${String(items(list)[0]?.['id'])}/accept`);
    expect(decided(accepted).customers).toMatchObject([{ id: lower, orders: 3 }]);
    expect(await act(`/proposals/${String(items(list)[0]?.['id'])}/refuse`)).toMatchObject({ status: 409, body: { code: 'card_joined', customerId: lower, fix: expect.stringContaining('customerId') as string } });
  });

  it('pages through proposals, and tells wrong cursors', async () => {
    await store(house, shop, [1, 2, 3].map((id) => account(id, `p${String(id)}@example.pl`, { ...same, lastName: 'W'.repeat(400) })));
    const ids: unknown[] = [];
    for (let path = '/proposals?limit=1'; ; ) {
      const page = await read(path);
      ids.push(...items(page).map((item) => item['id']));
      const next = page.body['nextCursor'] as string | null;
      if (next === null) break;
      path = `/proposals?limit=1&cursor=${next}`;
    }
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    expect(await read('/proposals?cursor=nonsense')).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await read('/proposals?kind=tickets&cursor=nonsense')).toMatchObject({ status: 400 });
  });

  it('lists tickets that may belong to several cards', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const [one, two, ticket] = [await on(1), await on(2), newId()];
    const insert = 'insert into ticket (id, workspace_id, source, external_id, subject, candidates) values ($1, $2, $3, $4, $5, $6)';
    await api.dataSource.query(insert, [ticket, api.workspaceId, 'thulium', '77', 'Gdzie paczka?', [one, two]]);
    await api.dataSource.query(insert, [newId(), api.workspaceId, 'thulium', '78', 'Inna', []]);
    await api.dataSource.query(insert, [newId(), api.otherWorkspaceId, 'thulium', '79', 'Obca', [one, two]]);
    const expected = [{ kind: 'tickets', id: ticket, ticket: { externalId: '77', subject: 'Gdzie paczka?' }, customers: [{ id: one }, { id: two }], assign: `/api/v1/tickets/${ticket}/assign` }];
    expect(items(await read('/proposals?kind=tickets'))).toMatchObject(expected);
    expect(items(await read(`/customers/${two}/proposals`))).toMatchObject(expected);
  });

  it('merges, says so on the card, and undoes', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl'), order(8, 2)]);
    const [one, two] = [await on(1), await on(2)];
    const merged = await act(`/customers/${one}/merge`, { customerId: two, note: 'ta sama osoba' });
    expect(merged).toMatchObject({ status: 200, body: { message: 'Two cards were taken for one person and merged.', customers: [{ id: one, orders: 1 }] } });
    const { decisionId } = decided(merged);
    expect((await read(`/customers/${two}`)).body).toMatchObject({ id: one, decisions: [{ id: decisionId, kind: 'merge', note: 'ta sama osoba', customers: [one, two], records: null, undone: null, by: { name: 'operator' } }] });
    const identities = (await read(`/customers/${one}/identities`)).body as unknown as { records: { kind: string; externalId: string; linkedBy: string[] }[] };
    expect(identities.records.find((record) => record.externalId === '2')?.linkedBy).toEqual(['email', 'shop_id', 'decision']);
    expect(await act(`/decisions/${decisionId}/undo`)).toMatchObject({ status: 200, body: { message: 'The merge is undone: the cards are apart again.', customers: [{ id: one, orders: 0 }, { id: two, orders: 1 }] } });
    expect(await act(`/decisions/${decisionId}/undo`)).toMatchObject({ status: 409, body: { code: 'decision_undone' } });
    expect((await read(`/customers/${one}`)).body).toMatchObject({ decisions: [] });
    expect(items(await read(`/decisions?customerId=${two}`))).toMatchObject([{ id: decisionId, undone: { by: expect.stringContaining('key:') as string } }]);
    expect(items(await read('/decisions'))).toHaveLength(1);
    expect(await read('/decisions?customerId=nonsense')).toMatchObject({ status: 404 });
  });

  it('refuses to merge a card with itself, with one of another workspace, and twice', async () => {
    await store(house, shop, [account(1, 'a@example.pl'), account(2, 'b@example.pl')]);
    const foreign = newId();
    await api.dataSource.query('insert into customer (id, workspace_id) values ($1, $2)', [foreign, api.otherWorkspaceId]);
    const [one, two] = [await on(1), await on(2)];
    expect(await act(`/customers/${one}/merge`, { customerId: one })).toMatchObject({ status: 422, body: { code: 'same_card' } });
    expect(await act(`/customers/${one}/merge`, { customerId: foreign })).toMatchObject({ status: 404 });
    expect(await act(`/customers/${foreign}/merge`, { customerId: one })).toMatchObject({ status: 404 });
    const key = { 'idempotency-key': 'merge-1-2' };
    const first = await act(`/customers/${one}/merge`, { customerId: two }, key);
    expect(await act(`/customers/${one}/merge`, { customerId: two }, key)).toMatchObject({ status: 200, body: { decisionId: decided(first).decisionId } });
    expect(await act(`/customers/${one}/merge`, { customerId: two })).toMatchObject({ status: 409, body: { code: 'already_one_card', customerId: one } });
    expect(await (viewer as Call)('POST', `/customers/${one}/merge`, { customerId: two })).toMatchObject({ status: 403 });
  });

  it('previews a split without changing anything, splits, and undoes', async () => {
    await store(house, shop, [account(1, 'dom@example.pl'), account(2, 'dom@example.pl'), order(8, 2)]);
    const card = await on(1);
    const [two, owned] = [await recordId(api.dataSource, 'customer', 2), await recordId(api.dataSource, 'order', 8)];
    const marks = (): Promise<unknown> => api.dataSource.query(`select 'r' as t, id, xmin::text from source_record union all select 'c', id, xmin::text from customer union all select 'd', id, xmin::text from decision union all select 'a', id, xmin::text from audit order by 1, 2`);
    const before = await marks();
    const preview = await act(`/customers/${card}/split?dryRun=true`, { records: [two] });
    const shown = [{ id: card, name: 'Imię1 Wzór1', orders: 0, records: [{ kind: 'customer', externalId: '1' }] }, { name: 'Imię2 Wzór2', orders: 1, records: [{ kind: 'customer', externalId: '2' }, { kind: 'order', externalId: '8' }] }];
    expect(preview).toMatchObject({ status: 200, body: { decisionId: null, message: 'A preview of the split: nothing was changed.', customers: shown } });
    expect(decided(preview).customers[1]?.id).toBeNull();
    expect(await marks()).toEqual(before);
    expect(await act(`/customers/${card}/split?dryRun=true`, { records: [owned] })).toMatchObject({ status: 422, body: { code: 'follows_its_customer', ownerId: two, recordId: owned } });
    expect(await act(`/customers/${card}/split`, { records: [] })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    const split = await act(`/customers/${card}/split`, { records: [two], note: 'dwie osoby' });
    expect(split).toMatchObject({ status: 200, body: { customers: shown } });
    const fresh = String(decided(split).customers[1]?.id);
    expect(await on(2)).toBe(fresh);
    expect((await read(`/customers/${fresh}`)).body).toMatchObject({ decisions: [{ kind: 'split', records: 2, customers: [card, fresh], note: 'dwie osoby' }] });
    const identities = (await read(`/customers/${card}/identities`)).body as unknown as { hints: unknown[]; records: { keys: unknown[] }[] };
    expect(identities.hints).toContainEqual(expect.objectContaining({ type: 'email', value: 'dom@example.pl', split: true }));
    expect(identities.records[0]?.keys).toEqual(expect.arrayContaining([{ type: 'email', value: 'dom@example.pl', split: true }, { type: 'shop_id', value: '1', split: false }]));
    // Both are still found by the address they share.
    expect(items(await read('/customers?email=dom%40example.pl'))).toHaveLength(2);
    expect(await act(`/decisions/${decided(split).decisionId}/undo`)).toMatchObject({ status: 200, body: { customers: [{ id: card, orders: 1 }] } });
    expect((await read(`/customers/${fresh}`)).body).toMatchObject({ id: card });
  });

  it('tells the audit who did what, with ids alone', async () => {
    await store(house, shop, [account(1, 'dom@example.pl', same), account(2, 'dom@example.pl', same), account(3, 'c@example.pl', same)]);
    const card = await on(1);
    const split = decided(await act(`/customers/${card}/split`, { records: [await recordId(api.dataSource, 'customer', 2)], note: 'Tajna Notatka' }));
    const [proposal] = items(await read('/proposals'));
    await act(`/proposals/${String(proposal?.['id'])}/refuse`);
    const merged = decided(await act(`/customers/${card}/merge`, { customerId: split.customers[1]?.id }));
    await act(`/decisions/${merged.decisionId}/undo`);
    const audit = items(await (admin as Call)('GET', '/audit'));
    expect(audit.map((entry) => entry['action'])).toEqual(['customer.undo', 'customer.merge', 'customer.refuse', 'customer.split']);
    for (const text of [JSON.stringify(audit), api.log(), JSON.stringify(await api.dataSource.query('select detail from decision'))]) for (const secret of ['example.pl', 'Tajna', '600100200', 'Wzór']) expect(text).not.toContain(secret);
  });
});
