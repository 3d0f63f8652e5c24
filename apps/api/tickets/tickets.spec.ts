import { newId } from '#libs/domain/ids.js';
import { startApi, type Answer, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addCustomer, addIntegration, addKeys } from '../testing/card-rows.js';

describe('tickets', () => {
  let api: ApiHarness;
  let viewer: Call;
  let operator: Call;
  let shop: string;
  let card: string;
  let other: string;
  const polish = { 'accept-language': 'pl' };

  beforeAll(async () => {
    api = await startApi();
    [viewer, operator] = await Promise.all([api.as('viewer'), api.as('operator')]);
    shop = await addIntegration(api, 'Sklep A');
    card = await addCustomer(api, 'Żaneta Próbna', 'osoba1@example.com', 'zaneta probna');
    other = await addCustomer(api, 'Jan Zmyślony', null, 'jan zmyslony');
    await addKeys(api, shop, card, ['email:osoba1@example.com', 'allegro_address:h1@allegromail.pl', 'email_seen:h1+1@allegromail.pl']);
    await addKeys(api, shop, other, ['email_seen:h1+7@allegromail.pl']);
  });
  afterAll(async () => {
    await api.close();
  });
  beforeEach(async () => {
    await api.dataSource.query('truncate ticket, audit');
    await api.dataSource.query(`update workspace set settings = '{"allegro": {}, "genericAddresses": ["biuro@*"]}' where id = $1`, [api.workspaceId]);
  });

  const post = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> => operator('POST', '/tickets', body, headers);
  const ticketOf = (answer: Answer): Record<string, unknown> => answer.body['ticket'] as Record<string, unknown>;
  const idOf = async (body: object): Promise<string> => String(ticketOf(await post(body))['id']);

  it('stores one, says which card it went to and why', async () => {
    const answer = await post({ source: 'desk', externalId: '17', subject: 'Gdzie\u0000 paczka?', sender: 'Żaneta <Osoba1@Example.com>', status: 'new', url: 'https://desk.example.com/17', openedAt: '2026-02-03T11:00:00+01:00' }, polish);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      outcome: 'created',
      ticket: {
        source: 'desk', externalId: '17', subject: 'Gdzie paczka?', sender: 'Żaneta <Osoba1@Example.com>', address: 'osoba1@example.com', status: 'new', url: 'https://desk.example.com/17', openedAt: '2026-02-03T10:00:00.000Z',
        state: 'assigned', customer: { id: card, name: 'Żaneta Próbna' }, candidates: [], assignedBy: 'rule', reason: 'full_address', message: 'Karta ma dokładnie ten adres.', foundBy: { integrationId: shop },
      },
    });
    expect(ticketOf(answer)).not.toHaveProperty('lookupKey');
    expect((await viewer('GET', `/tickets/${String(ticketOf(answer)['id'])}`)).body).toMatchObject({ externalId: '17', message: 'The card has exactly this address.' });
    expect((await viewer('GET', `/customers/${card}`)).body).toMatchObject({ ticketCount: 1 });
  });

  it.each([
    ['h1+1@allegromail.pl', 'assigned', 'full_address'],
    ['h1+9@allegromail.pl', 'assigned', 'base_address'],
    ['h1+7@allegromail.pl', 'proposed', 'several_cards'],
    ['nikt@example.com', 'unassigned', 'no_match'],
    ['h1+1@allegromail.pl.example.com', 'unassigned', 'no_match'],
    ['h1@allegromail.com', 'unassigned', 'no_match'],
    ['powiadomienia@allegromail.pl', 'unassigned', 'allegro_own_sender'],
    ['biuro@sklep.example', 'unassigned', 'generic_address'],
    ['h1', 'unassigned', 'not_an_address'],
    ['', 'unassigned', 'no_sender'],
  ])('says of the sender %j: %s, %s', async (sender, state, reason) => {
    const answer = await post({ subject: 'x', sender });
    expect(ticketOf(answer)).toMatchObject({ state, reason, message: expect.stringMatching(/\.$/u) as unknown });
  });

  it('names both cards of a proposal', async () => {
    expect(ticketOf(await post({ sender: 'h1+7@allegromail.pl' }))).toMatchObject({ customer: null, candidates: [{ id: card, name: 'Żaneta Próbna' }, { id: other, name: 'Jan Zmyślony' }] });
  });

  it('says that Allegro is off', async () => {
    await api.dataSource.query(`update workspace set settings = '{}' where id = $1`, [api.workspaceId]);
    expect(ticketOf(await post({ sender: 'h1+1@allegromail.pl' }, polish))).toMatchObject({ state: 'unassigned', reason: 'allegro_off', message: expect.stringContaining('wyłączona') as unknown });
    expect(ticketOf(await post({ sender: 'osoba1@example.com' }))).toMatchObject({ state: 'assigned' });
  });

  it.each([
    [{ url: 'javascript:alert(1)', subject: 'x' }, 'url'],
    [{ url: 'ftp://desk.example.com/1', subject: 'x' }, 'url'],
    [{ openedAt: 'yesterday', subject: 'x' }, 'openedAt'],
    [{ subject: 7 }, 'subject'],
    [{ source: '', subject: 'x' }, 'source'],
    [{ subject: 'x', customerId: 'y' }, ''],
    [{}, ''],
    [{ tickets: [] }, 'tickets'],
    [{ tickets: Array.from({ length: 1_001 }, () => ({ subject: 'x' })) }, 'tickets'],
    [{ tickets: [{ subject: 'x' }], subject: 'y' }, ''],
  ])('refuses %j', async (body, path) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect((answer.body['errors'] as { path: string }[]).map((error) => error.path)).toContain(path);
    expect(await api.dataSource.query('select 1 from ticket')).toEqual([]);
  });

  it('takes a list ticket by ticket', async () => {
    await post({ externalId: '1', sender: 'osoba1@example.com', status: 'new' });
    const answer = await post({ tickets: [{ externalId: '1', sender: 'osoba1@example.com', status: 'new' }, { externalId: '1', status: 'open' }, { externalId: '2', url: 'data:x' }, 'nonsense', { sender: 'half \ud800 pair' }, { externalId: '3', sender: 'nikt@example.com' }] });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      counts: { created: 2, updated: 1, unchanged: 1, refused: 2 },
      items: [
        { outcome: 'unchanged', ticket: { externalId: '1', state: 'assigned' } },
        { outcome: 'updated', ticket: { externalId: '1', status: 'open', state: 'assigned' } },
        { outcome: 'refused', code: 'validation_failed', errors: [{ path: 'url', message: 'Only addresses that begin with http:// or https:// are taken.' }] },
        { outcome: 'refused', code: 'validation_failed', errors: [{ path: '' }] },
        { outcome: 'created', ticket: { reason: 'not_an_address' } },
        { outcome: 'created', ticket: { externalId: '3', reason: 'no_match' } },
      ],
    });
  });

  it('takes a thousand long ones at once', async () => {
    const tickets = Array.from({ length: 1_000 }, (_, index) => ({ externalId: String(index), sender: 'osoba1@example.com', subject: 'x'.repeat(900), url: `https://desk.example.com/${'y'.repeat(500)}` }));
    expect((await post({ tickets })).body).toMatchObject({ counts: { created: 1_000, refused: 0 } });
  });

  it('answers 200 to what is stored already, and gives the first answer again to the same Idempotency-Key', async () => {
    const key = { 'idempotency-key': newId() };
    const first = await post({ sender: 'osoba1@example.com' }, key);
    const again = await post({ sender: 'osoba1@example.com' }, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await api.dataSource.query('select count(*)::int as n from ticket')).toEqual([{ n: 1 }]);
    await post({ externalId: '1', sender: 'osoba1@example.com' });
    expect(await post({ externalId: '1', sender: 'osoba1@example.com' })).toMatchObject({ status: 200, body: { outcome: 'unchanged' } });
    expect(await post({ externalId: '1', sender: 'nikt@example.com' })).toMatchObject({ status: 200, body: { outcome: 'updated', ticket: { state: 'unassigned' } } });
  });

  it('lists by state, card, address and source, newest first, in pages', async () => {
    await post({ tickets: ['osoba1@example.com', 'h1+1@allegromail.pl', 'h1+9@allegromail.pl', 'h1+7@allegromail.pl', null, 'nikt@example.com'].map((sender, index) => ({ source: index === 5 ? 'desk' : 'api', externalId: String(index), sender })) });
    const numbers = async (query: string): Promise<string> => ((await viewer('GET', `/tickets?${query}`)).body.items ?? []).map((item) => String(item['externalId'])).join('');
    expect(await numbers('')).toBe('543210');
    expect(await numbers('state=assigned')).toBe('210');
    expect(await numbers('state=proposed')).toBe('3');
    expect(await numbers('state=unassigned')).toBe('54');
    expect(await numbers(`customerId=${card}`)).toBe('210');
    expect(await numbers('source=desk')).toBe('5');
    expect(await numbers('address=Osoba1%40example.com')).toBe('0');
    expect(await numbers('address=h1%40allegromail.pl')).toBe('321');
    expect(await numbers('address=h1%2B9%40allegromail.pl')).toBe('2');
    expect(await numbers('address=x')).toBe('');
    const first = await viewer('GET', '/tickets?limit=4&state=assigned&source=api');
    expect(first.body['nextCursor']).toBeNull();
    const page = await viewer('GET', '/tickets?limit=4');
    expect(page.body.items).toHaveLength(4);
    expect(await numbers(`limit=4&cursor=${String(page.body['nextCursor'])}`)).toBe('10');
    expect((await viewer('GET', `/tickets?customerId=${newId()}`)).status).toBe(404);
    const stranger = await api.as('admin', api.otherWorkspaceId);
    expect((await stranger('GET', '/tickets')).body.items).toEqual([]);
  });

  it('shows them in the history of the card, newest first, in pages', async () => {
    const days = ['2026-02-03', '2026-02-05', '2026-02-04', null];
    await post({ tickets: days.map((day, index) => ({ externalId: String(index), sender: 'osoba1@example.com', ...(day === null ? {} : { openedAt: `${day}T10:00:00Z` }) })) });
    const seen: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await viewer('GET', `/customers/${card}/history?section=TICKETS&limit=3${cursor}`);
      for (const item of body.items ?? []) seen.push([item['section'], (item['ticket'] as Record<string, unknown>)['externalId']]);
      const next = body['nextCursor'];
      cursor = typeof next === 'string' ? `&cursor=${next}` : '';
    } while (cursor !== '');
    // What nobody dated is as new as it came.
    expect(seen).toEqual([['TICKETS', '3'], ['TICKETS', '1'], ['TICKETS', '2'], ['TICKETS', '0']]);
    expect((await viewer('GET', `/customers/${card}/history?section=TICKETS`)).body.items?.[1]).toMatchObject({ at: '2026-02-05T10:00:00.000Z', ticket: { reason: 'full_address' } });
    expect((await viewer('GET', `/customers/${other}/history?section=TICKETS`)).body.items).toEqual([]);
  });

  it.each(['0000-06-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-12:00'])('takes no moment the database cannot hold: %s', async (openedAt) => {
    expect(await post({ sender: 'nikt@example.com', openedAt })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    // The others of a list are stored all the same.
    expect((await post({ tickets: [{ sender: 'nikt@example.com', openedAt }, { sender: 'osoba1@example.com' }] })).body).toMatchObject({ counts: { created: 1, refused: 1 }, items: [{ outcome: 'refused', errors: [{ path: 'openedAt' }] }, { outcome: 'created' }] });
  });

  it('turns pages of a history that begins before 1970, and refuses a place beyond all time', async () => {
    const years = ['0001', '1950', '1969', '1970', '9999'];
    await post({ tickets: years.map((year) => ({ externalId: year, sender: 'osoba1@example.com', openedAt: `${year}-06-01T00:00:00Z` })) });
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Answer = await viewer('GET', `/customers/${card}/history?section=TICKETS&limit=1&cursor=${cursor}`);
      expect(page.status).toBe(200);
      for (const item of page.body.items ?? []) seen.push((item['ticket'] as Record<string, unknown>)['externalId']);
      cursor = page.body['nextCursor'] as string | null;
    }
    expect(seen).toEqual([...years].reverse());
    const beyond = Buffer.from(JSON.stringify(['9'.repeat(30), newId()])).toString('base64url');
    expect(await viewer('GET', `/customers/${card}/history?section=TICKETS&cursor=${beyond}`)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('lets a person decide and give it back, and writes down who did', async () => {
    const id = await idOf({ sender: 'h1+7@allegromail.pl' });
    expect((await operator('POST', `/tickets/${id}/assign`, { customerId: other }, polish)).body).toMatchObject({ state: 'assigned', customer: { id: other }, candidates: [], assignedBy: 'person', reason: 'person', message: expect.stringContaining('człowieka') as unknown });
    expect((await operator('POST', `/tickets/${id}/assign`, { customerId: null })).body).toMatchObject({ state: 'unassigned', customer: null, assignedBy: 'person', reason: 'nobody_by_person' });
    expect((await operator('POST', `/tickets/${id}/release`)).body).toMatchObject({ state: 'proposed', assignedBy: null, reason: 'several_cards' });
    // Nothing to give back any more.
    expect((await operator('POST', `/tickets/${id}/release`)).status).toBe(200);
    expect(await api.dataSource.query(`select action, object_id, detail from audit order by id`)).toEqual([
      { action: 'ticket.assign', object_id: id, detail: { customerId: other, before: null } },
      { action: 'ticket.assign', object_id: id, detail: { customerId: null, before: other } },
      { action: 'ticket.release', object_id: id, detail: { before: null } },
    ]);
  });

  it('assigns to the card that took the records of the one that was named, and to no foreign or unknown one', async () => {
    const id = await idOf({ sender: 'nikt@example.com' });
    const emptied = await addCustomer(api, 'Dawna', null, '');
    await api.dataSource.query(`update customer set merged_into = $2 where id = $1`, [emptied, card]);
    expect((await operator('POST', `/tickets/${id}/assign`, { customerId: emptied })).body).toMatchObject({ customer: { id: card } });
    const foreign = await addCustomer({ dataSource: api.dataSource, workspaceId: api.otherWorkspaceId }, 'Obca', null, '');
    for (const customerId of [foreign, newId(), 'nonsense']) expect((await operator('POST', `/tickets/${id}/assign`, { customerId })).status).toBe(404);
    expect((await operator('POST', `/tickets/${id}/assign`, {})).status).toBe(400);
  });

  it('keeps addresses out of the log', async () => {
    await post({ sender: 'canary-sender@example.com', subject: 'canary-subject' });
    await viewer('GET', '/tickets?address=canary-sender%40example.com');
    expect(api.log()).not.toMatch(/canary-(sender|subject)/u);
  });
});
