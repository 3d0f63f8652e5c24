import type { Consent } from '#libs/domain/records.js';
import type { OrderRecord, PostalAddress } from '#libs/domain/records.js';
import { startApi, type ApiHarness, type Call } from '../testing/api-harness.js';
import { addConsent, addCustomer, addIntegration, addKeys, addRecord, addressRecord, customerRecord, orderRecord, subscriberRecord } from '../testing/card-rows.js';

const postal = (street: string): PostalAddress => ({ firstName: 'Jan', lastName: 'Zmyślony', company: 'Firma Próbna', taxNumber: '5260000000', street, street2: null, postcode: '00-001', city: 'Warszawa', country: 'PL', phones: ['601200300'] });
const said = (over: Partial<Consent>): Consent => ({ shop: '1', channel: 'email', kind: 'newsletter', state: 'granted', changedAt: null, ...over });
const at = (utc: string): { utc: string } => ({ utc: `${utc}T10:00:00.000Z` });

describe('a tab of the card', () => {
  let api: ApiHarness;
  let viewer: Call;
  let shop: string;

  beforeAll(async () => {
    api = await startApi();
    viewer = await api.as('viewer');
  });

  afterAll(async () => {
    await api.close();
  });

  beforeEach(async () => {
    shop = await addIntegration(api, 'Panel z dwoma sklepami');
    await api.dataSource.query(
      `insert into dictionary (integration_id, kind, code, name) values ($1, 'shop', '1', 'sklep.example.pl'), ($1, 'shop', '10', 'hurt.example.pl'), ($1, 'status', 'finished', 'Zrealizowane'), ($1, 'status', '17', 'Odebrane w salonie')`,
      [shop],
    );
  });

  const newCard = (name = 'Jan Zmyślony'): Promise<string> => addCustomer(api, name, null, '');
  const tabOf = async (card: string): Promise<Record<string, unknown>> => (await viewer('GET', `/customers/${card}/tabs/${shop}`)).body;

  describe('of a platform that keeps addresses inside the customer', () => {
    it('shows birth date, billing address and the listed addresses beside address records', async () => {
      const card = await newCard();
      const listed = [{ id: '5', label: 'Biuro', address: postal('Prosta 1') }, { id: '9', label: null, address: postal('Krzywa 2') }];
      const record = await addRecord(api, shop, card, customerRecord('1', { birthDate: '1980-02-29', address: postal('Fakturowa 3'), addresses: listed }));
      const own = await addRecord(api, shop, card, addressRecord('5', '1'));
      const tab = await tabOf(card);
      expect(tab['customers']).toMatchObject([{ birthDate: '1980-02-29', address: { street: 'Fakturowa 3', taxNumber: '5260000000', country: { iso: 'PL', name: 'Polska' }, phones: ['601200300'] } }]);
      expect(tab['addresses']).toEqual([
        expect.objectContaining({ id: own, externalId: '5', label: 'dom' }),
        { id: `${record}/5`, externalId: '5', label: 'Biuro', address: expect.objectContaining({ street: 'Prosta 1' }) as unknown, deleted: false, gone: false },
        { id: `${record}/9`, externalId: '9', label: null, address: expect.objectContaining({ street: 'Krzywa 2' }) as unknown, deleted: false, gone: false },
      ]);
    });

    it('says null where the platform does not', async () => {
      const card = await newCard();
      await addRecord(api, shop, card, customerRecord('1'));
      expect(await tabOf(card)).toMatchObject({ customers: [{ birthDate: null, address: null }], addresses: [], subscribers: [], consents: [] });
    });

    it('takes listed addresses to be as gone as their customer', async () => {
      const card = await newCard();
      const record = await addRecord(api, shop, card, customerRecord('1', { addresses: [{ id: '5', label: null, address: postal('Prosta 1') }] }));
      await api.dataSource.query('update source_record set gone_at = now() where id = $1', [record]);
      expect(await tabOf(card)).toMatchObject({ customers: [{ gone: true }], addresses: [{ gone: true }] });
    });
  });

  describe('consents', () => {
    it('are what counts among all records of the card, never mixed between shops, kinds and channels', async () => {
      const card = await newCard();
      const client = await addRecord(api, shop, card, customerRecord('1'));
      const order = await addRecord(api, shop, card, orderRecord('7', '1'));
      const entry = await addRecord(api, shop, card, subscriberRecord('s1', 'jan@example.com'));
      // Newer by the shop's date than the customer's own; first seen earlier.
      await addConsent(api, shop, client, 'customers', said({ state: 'granted', changedAt: at('2026-01-01') }), at('2026-03-01').utc);
      await addConsent(api, shop, entry, 'subscribers', said({ state: 'refused', changedAt: at('2026-02-01') }), at('2026-02-02').utc);
      await addConsent(api, shop, client, 'customers', said({ channel: 'sms', changedAt: at('2026-01-02') }), at('2026-03-01').utc);
      await addConsent(api, shop, client, 'customers', said({ shop: '10', changedAt: at('2026-01-03') }), at('2026-03-01').utc);
      await addConsent(api, shop, order, 'orders', said({ channel: 'any', kind: 'data_sharing' }), at('2026-01-05').utc);
      await addConsent(api, shop, client, 'customers', said({ shop: '2', channel: 'any', kind: 'data_sharing', state: 'refused' }), at('2026-01-06').utc);
      await addConsent(api, shop, client, 'customers', said({ channel: 'any', state: 'refused' }), at('2026-03-01').utc);
      const first = { id: '1', name: 'sklep.example.pl' };
      expect((await tabOf(card))['consents']).toEqual([
        { shop: first, kind: 'newsletter', channel: 'email', state: 'refused', changedAt: at('2026-02-01').utc, observedAt: at('2026-02-02').utc, origin: 'subscribers' },
        { shop: first, kind: 'newsletter', channel: 'sms', state: 'granted', changedAt: at('2026-01-02').utc, observedAt: at('2026-03-01').utc, origin: 'customers' },
        { shop: first, kind: 'newsletter', channel: 'any', state: 'refused', changedAt: null, observedAt: at('2026-03-01').utc, origin: 'customers' },
        { shop: first, kind: 'data_sharing', channel: 'any', state: 'granted', changedAt: null, observedAt: at('2026-01-05').utc, origin: 'orders' },
        { shop: { id: '2', name: null }, kind: 'data_sharing', channel: 'any', state: 'refused', changedAt: null, observedAt: at('2026-01-06').utc, origin: 'customers' },
        { shop: { id: '10', name: 'hurt.example.pl' }, kind: 'newsletter', channel: 'email', state: 'granted', changedAt: at('2026-01-03').utc, observedAt: at('2026-03-01').utc, origin: 'customers' },
      ]);
    });

    it('of one state are told by the newest statement, and of two equally old ones the refusal counts', async () => {
      const card = await newCard();
      const [old, young, other] = [await addRecord(api, shop, card, customerRecord('1')), await addRecord(api, shop, card, customerRecord('2')), await addRecord(api, shop, card, customerRecord('3'))];
      await addConsent(api, shop, young, 'customers', said({ shop: null }), at('2026-02-01').utc);
      await addConsent(api, shop, old, 'customers', said({ shop: null }), at('2026-01-01').utc);
      expect((await tabOf(card))['consents']).toMatchObject([{ shop: null, state: 'granted', observedAt: at('2026-02-01').utc }]);
      await addConsent(api, shop, other, 'customers', said({ shop: null, state: 'refused' }), at('2026-02-01').utc);
      expect((await tabOf(card))['consents']).toMatchObject([{ state: 'refused' }]);
    });

    it('of a record that is gone are granted no more, while what it refused stays refused', async () => {
      const card = await newCard();
      const client = await addRecord(api, shop, card, customerRecord('1'));
      const order = await addRecord(api, shop, card, orderRecord('7', '1'));
      await addConsent(api, shop, client, 'customers', said({ changedAt: at('2026-02-01') }), at('2026-03-01').utc);
      await addConsent(api, shop, client, 'customers', said({ channel: 'sms', state: 'refused', changedAt: at('2026-02-01') }), at('2026-03-01').utc);
      await addConsent(api, shop, order, 'orders', said({ channel: 'sms', changedAt: at('2026-01-01') }), at('2026-03-01').utc);
      const counting = async (): Promise<unknown> => ((await tabOf(card))['consents'] as { channel: string; state: string }[]).map(({ channel, state }) => [channel, state]);
      expect(await counting()).toEqual([['email', 'granted'], ['sms', 'refused']]);
      await api.dataSource.query('update source_record set gone_at = now() where id = $1', [client]);
      expect(await counting()).toEqual([['sms', 'refused']]);
    });

    it('of an account win over the yes of a list entry without one, also where its row only shows that there is none', async () => {
      const card = await newCard();
      const entry = await addRecord(api, shop, card, subscriberRecord('s1', 'jan@example.com'));
      await addConsent(api, shop, entry, 'subscribers', said({ changedAt: at('2026-04-01') }), at('2026-04-02').utc);
      const counting = async (): Promise<unknown> => ((await tabOf(card))['consents'] as { state: string; origin: string }[]).map(({ state, origin }) => [state, origin]);
      // One-off clients show such rows, too; they are no account.
      await addRecord(api, shop, card, customerRecord('8', { standing: 'alias', consents: [said({ state: 'refused' })] }));
      expect(await counting()).toEqual([['granted', 'subscribers']]);
      const client = await addRecord(api, shop, card, customerRecord('9', { consents: [said({ state: 'refused' }), said({ channel: 'sms', state: 'refused' })] }));
      expect(await counting()).toEqual([['refused', 'customers']]);
      await api.dataSource.query('update source_record set gone_at = now() where id = $1', [client]);
      expect(await counting()).toEqual([['granted', 'subscribers']]);
    });

    it('stay with their card and with their integration', async () => {
      const second = await addIntegration(api, 'Inny sklep');
      const [card, other] = [await newCard(), await newCard('Ktoś Inny')];
      const here = await addRecord(api, shop, card, customerRecord('1'));
      const there = await addRecord(api, second, card, customerRecord('1'));
      const stranger = await addRecord(api, shop, other, customerRecord('2'));
      await addConsent(api, shop, here, 'customers', said({}), at('2026-01-01').utc);
      await addConsent(api, second, there, 'customers', said({ state: 'refused' }), at('2026-02-01').utc);
      await addConsent(api, shop, stranger, 'customers', said({ state: 'refused' }), at('2026-03-01').utc);
      const tabs = (await viewer('GET', `/customers/${card}`)).body['tabs'] as { integration: { id: string }; consents: { state: string }[] }[];
      expect(tabs.map((tab) => [tab.integration.id, tab.consents.map((consent) => consent.state)])).toEqual([[shop, ['granted']], [second, ['refused']]]);
    });
  });

  it('of somebody who is only on a newsletter list shows the address and the consent, and a search by it finds the card', async () => {
    const email = 'tylko.newsletter@example.com';
    const card = await addCustomer(api, email, email, email);
    const record = await addRecord(api, shop, card, subscriberRecord('10/77', email, { shop: '10', phone: '+48601200300' }), [`email:${email}`]);
    await addKeys(api, shop, card, [`email:${email}`]);
    await addConsent(api, shop, record, 'subscribers', said({ shop: '10' }), at('2026-01-01').utc);
    expect(await tabOf(card)).toEqual({
      integration: { id: shop, name: 'Panel z dwoma sklepami', platform: 'prestashop', deleted: false },
      customers: [], addresses: [], orders: [], orderCount: 0, lastOrderAt: null,
      subscribers: [{
        id: record, externalId: '10/77', shop: { id: '10', name: 'hurt.example.pl' }, ownerId: null, email, phone: '+48601200300', language: 'pl', gone: false,
        createdAt: '2026-01-01T09:00:00.000Z', updatedAt: '2026-02-01T09:00:00.000Z',
      }],
      consents: [{ shop: { id: '10', name: 'hurt.example.pl' }, kind: 'newsletter', channel: 'email', state: 'granted', changedAt: null, observedAt: at('2026-01-01').utc, origin: 'subscribers' }],
    });
    for (const query of [`email=${email}`, `q=${email}`, `name=${email}`]) expect((await viewer('GET', `/customers?${query}`)).body.items).toMatchObject([{ id: card }]);
    expect((await viewer('GET', `/customers/${card}`)).body).toMatchObject({ emails: [email], tabs: [{ subscribers: [{ email }] }] });
    expect((await viewer('GET', `/customers/${card}/history`)).body.items).toEqual([]);
    expect((await viewer('GET', `/customers/${card}/identities`)).body).toMatchObject({ identities: [{ type: 'email', records: [{ kind: 'subscriber', externalId: '10/77' }] }] });
  });

  describe('orders', () => {
    const place = (day: number): OrderRecord['placedAt'] => ({ utc: `2026-03-0${String(day)}T10:00:00.000Z` });

    it('show the delivery address, whichever way the platform gives it, in every list', async () => {
      const card = await newCard();
      await addRecord(api, shop, card, addressRecord('5', '1'));
      // Another integration's address of the same number belongs to somebody else.
      await addRecord(api, await addIntegration(api, 'Inny'), null, { ...addressRecord('5', '1'), address: postal('Cudza 9') });
      await addRecord(api, shop, card, orderRecord('1', '1', { placedAt: place(1), deliveryAddressId: '5' }));
      await addRecord(api, shop, card, orderRecord('2', '1', { placedAt: place(2), deliveryAddress: postal('Własna 4'), deliveryAddressId: '5' }));
      await addRecord(api, shop, card, orderRecord('3', '1', { placedAt: place(3), deliveryAddressId: '404' }));
      const streets = (orders: unknown): unknown[] => (orders as { deliveryAddress: { street: string } | null }[]).map((order) => order.deliveryAddress?.street ?? null);
      const newestFirst = [null, 'Własna 4', 'Wymyślona 1'];
      expect(streets((await tabOf(card))['orders'])).toEqual(newestFirst);
      const history = (await viewer('GET', `/customers/${card}/history`)).body.items ?? [];
      expect(streets(history.map((entry) => entry['order']))).toEqual(newestFirst);
      for (const [number, street] of [['REF1', 'Wymyślona 1'], ['REF2', 'Własna 4'], ['REF3', null]] as const) {
        const found = (await viewer('GET', `/orders?number=${number}`)).body.items ?? [];
        expect(streets(found.filter((order) => order['customerId'] === card))).toEqual([street]);
      }
    });

    it('merged into others are shown as that and not counted; the day they were placed stays a day of ordering', async () => {
      const card = await newCard();
      const tricky = '{"merged":true}';
      await addRecord(api, shop, card, orderRecord('1', '1', { placedAt: place(1), note: tricky, merged: false }));
      await addRecord(api, shop, card, orderRecord('2', '1', { placedAt: place(2), reference: 'JOINED-2', merged: true }));
      await addRecord(api, shop, card, orderRecord('3', '1', { placedAt: place(1) }));
      const tab = await tabOf(card);
      expect(tab).toMatchObject({ orderCount: 2, lastOrderAt: place(2)?.utc });
      expect((tab['orders'] as { externalId: string; merged: boolean }[]).map((order) => [order.externalId, order.merged])).toEqual([['2', true], ['3', false], ['1', false]]);
      expect((await viewer('GET', '/orders?number=joined-2')).body.items).toMatchObject([{ merged: true }]);
      expect((await viewer('GET', '/customers?orderNumber=JOINED-2')).body.items).toMatchObject([{ id: card }]);
      expect((await viewer('GET', `/customers/${card}/history`)).body.items).toHaveLength(3);
    });

    it.each([
      ['finished', '17', { code: 'finished', detail: '17', name: 'Odebrane w salonie' }],
      ['finished', '18', { code: 'finished', detail: '18', name: 'Zrealizowane' }],
      ['finished', null, { code: 'finished', detail: null, name: 'Zrealizowane' }],
      ['nowhere', null, { code: 'nowhere', detail: null, name: null }],
      [null, null, null],
    ])('name the finer status first: %s, %s', async (status, statusDetail, shown) => {
      const card = await newCard();
      const order = await addRecord(api, shop, card, orderRecord('1', '1', { status, statusDetail }));
      expect((await viewer('GET', `/orders/${order}`)).body['status']).toEqual(shown);
    });

    it('in a foreign currency show the amounts of the shop beside', async () => {
      const foreign = await addRecord(api, shop, null, orderRecord('1', '1', { currency: 'EUR', base: { currency: 'PLN', total: '530.2', rate: '4.2965' }, pickupPoint: 'WAW01A' }));
      expect((await viewer('GET', `/orders/${foreign}`)).body).toMatchObject({
        total: { amount: '123.40', currency: 'EUR' }, base: { currency: 'PLN', total: { amount: '530.20', currency: 'PLN' }, rate: '4.2965' }, delivery: { pickupPoint: 'WAW01A' },
      });
      const plain = await addRecord(api, shop, null, orderRecord('2', '1'));
      expect((await viewer('GET', `/orders/${plain}`)).body).toMatchObject({ base: null, merged: false, delivery: { pickupPoint: null } });
    });
  });
});
