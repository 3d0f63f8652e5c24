import { addressRules } from '#libs/domain/email.js';
import { keysOf } from '#libs/domain/identity-keys.js';
import type { CustomerRecord, OrderRecord, SubscriberRecord } from '#libs/domain/records.js';
import { RowProblem, type Mapped } from '../sdk/map-rows.js';
import { mapClient, type ClientMapping } from './client.mapper.js';
import { mapOrder, type OrderMapping } from './order.mapper.js';
import { entryIdOf, mapEntry, type NewsletterList } from './subscriber.mapper.js';
import { clientRow, lineRow, orderRow, type OrderParts } from './testing/rows.js';

const CLIENT: ClientMapping = { shop: null, oneOffClients: true, addresses: null, tags: null };
const ORDER: OrderMapping = { shop: null, oneOffClients: true };
const LIST: NewsletterList = { shop: '1', channel: 'email', approval: 'y' };

function record<T>(mapped: Mapped): T {
  if ('excluded' in mapped) throw new Error(`excluded: ${mapped.excluded}`);
  return mapped as T;
}
const client = (change: Parameters<typeof clientRow>[0] = {}, mapping: Partial<ClientMapping> = {}): CustomerRecord => record(mapClient(clientRow(change), { ...CLIENT, ...mapping }));
const order = (parts: OrderParts = {}, mapping: Partial<OrderMapping> = {}): OrderRecord => record(mapOrder(orderRow(parts), { ...ORDER, ...mapping }));
const subscriber = (row: Record<string, unknown>, list: NewsletterList = LIST): SubscriberRecord => record(mapEntry(row, list));
const reasonOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof RowProblem) return error.reason;
  }
  return 'none';
};

describe('a client row', () => {
  it('becomes a customer with address, birth date and consents by shop', () => {
    const customer = client();
    expect(customer).toMatchObject({ externalId: '812', standing: 'account', shop: '1', birthDate: '1991-07-23', language: 'pol', phones: ['+48 600-100-200 (rano)'], createdAt: { utc: '2025-11-04T23:00:00.000Z', local: '2025-11-05' }, company: null });
    expect(customer.address).toMatchObject({ street: 'ul. Jodłowa 4/2', postcode: '31-512', city: 'Kraków', country: 'PL' });
    expect(customer.consents).toEqual([
      { shop: '1', channel: 'email', kind: 'newsletter', state: 'granted', changedAt: { utc: '2025-11-05T19:01:10.000Z', local: '2025-11-05 20:01:10' } },
      { shop: '2', channel: 'email', kind: 'newsletter', state: 'refused', changedAt: null },
    ]);
  });

  it('of somebody who bought once is an alias, or left out when the settings say so', () => {
    expect(client({ isUnregistered: 'y' }).standing).toBe('alias');
    expect(mapClient(clientRow({ isUnregistered: 'y' }), { ...CLIENT, oneOffClients: false })).toEqual({ excluded: 'one_off_client' });
  });

  it('of one shop only says nothing about another: neither its clients nor their consents', () => {
    expect(mapClient(clientRow(), { ...CLIENT, shop: '2' })).toEqual({ excluded: 'other_shop' });
    expect(client({}, { shop: '1' }).consents?.map((consent) => consent.shop)).toEqual(['1']);
  });

  it.each([[''], [null], ['0000-00-00'], ['0000-00-00 00:00:00'], [0], [undefined]])('takes %p for no date', (nothing) => {
    expect(client({ clientRegistrationDate: nothing, clientsLastModificationDate: nothing, clientPersonalData: { clientBirthDate: nothing } })).toMatchObject({ createdAt: null, updatedAt: null, birthDate: null });
  });

  it('has tags only where they are read, none being something else than unknown', () => {
    expect('tags' in client()).toBe(false);
    expect(client({}, { tags: new Map([['812', ['VIP', 'stały klient']]]) }).tags).toEqual(['VIP', 'stały klient']);
    expect(client({}, { tags: new Map() }).tags).toEqual([]);
    expect(reasonOf(() => client({}, { tags: new Map([['812', 'failed']]) }))).toBe('client_tags_unreadable');
  });

  it('accepts lists that PHP wrote as maps, and empty containers of either kind', () => {
    const map = { 1: { shopId: '1', newsletterEmailApprovalDate: '2025-11-05 20:01:10' } };
    expect(client({ newsletterEmailApprovalsData: map }).consents).toHaveLength(1);
    // An entry without the key says nothing; absence is no opt-out.
    expect(client({ newsletterEmailApprovalsData: [{ shopId: 1 }] }).consents).toEqual([]);
    expect(client({ newsletterEmailApprovalsData: {}, clientActiveInShops: [], clientPreferences: [] })).toMatchObject({ consents: [], shop: null, language: null });
  });

  it('joins nobody by a masked address, and keeps it as Allegro’s', () => {
    const { joining } = keysOf(client({ clientEmail: 'abc123+77aa@allegromail.pl' }), { integrationId: 'i', addresses: addressRules() });
    expect(joining).toEqual(['shop_id:i/812', 'allegro_address:abc123@allegromail.pl']);
  });

  it('takes its delivery addresses from the block they came in, and is rejected when those could not be read', () => {
    const address = { clientDeliveryAddressId: '31', clientDeliveryAddressStreet: 'Lipowa 1', clientDeliveryAddressCity: 'Łódź', clientDeliveryAddressPhone1: '501 000 000', clientDeliveryAddressCountry: 'pl' };
    const addresses = new Map([['812', [{ ...address, clientDeliveryAddressId: 310 }, address]]]);
    expect(client({}, { addresses }).addresses).toMatchObject([{ id: '31', address: { city: 'Łódź', country: 'PL', phones: ['501 000 000'] } }, { id: '310' }]);
    expect(client({}, { addresses: new Map() }).addresses).toEqual([]);
    expect(reasonOf(() => client({}, { addresses: new Map([['812', 'failed']]) }))).toBe('delivery_addresses_unreadable');
  });

  it('that the platform marks as faulty is rejected', () => {
    expect(reasonOf(() => client({ error: { faultCode: 9, faultString: 'x' } }))).toBe('platform_row_fault');
    expect(client({ error: { faultCode: 0, faultString: '' } }).externalId).toBe('812');
  });
});

describe('an order row', () => {
  it('becomes an order with status, address, amount and what was paid', () => {
    expect(order()).toMatchObject({
      externalId: '20518', reference: '20518', ownerId: '812', shop: '1', status: 'on_order', statusDetail: 'id:6', currency: 'PLN', total: '271.89', paid: '271.89', shipping: '12.99', merged: false, base: null, contact: null,
      placedAt: { utc: '2026-03-02T08:20:11.000Z', local: '2026-03-02 09:20:11' }, deliveryAddress: { street: 'Dworska 2', phones: ['600100200'] }, marketplace: null, note: null, waybill: null,
    });
  });

  it('never tells the login that the platform puts into its order id', () => {
    expect(JSON.stringify(order())).not.toContain('h.modrzew');
  });

  it('names lines by product and size, each once, whatever order they come in', () => {
    const twice = [lineRow({ basketPosition: 1 }), lineRow({ productQuantity: 3, basketPosition: 0 }), lineRow({ productId: 5, sizeId: 'uniw', bundleId: 77 })];
    const lines = order({ details: { productsResults: twice } }).lines;
    expect(lines.map((line) => [line.id, line.quantity])).toEqual([['90-38', '3'], ['90-38#2', '1'], ['5-uniw-b77', '1']]);
    expect(order({ details: { productsResults: [...twice].reverse() } }).lines).toEqual(lines);
  });

  it.each([[undefined], [[]], [null]])('without products (%p) has no lines', (productsResults) => {
    expect(order({ details: { productsResults } }).lines).toEqual([]);
  });

  it('that was joined into another one is merged away', () => {
    expect(order({ details: { orderStatus: 'joined', productsResults: [] } })).toMatchObject({ status: 'joined', merged: true });
  });

  it('in a foreign currency keeps its own amount, and the shop’s with the rate', () => {
    const foreign = order({ currency: { currencyId: 'EUR', orderCurrencyValue: 4.2537, orderProductsCost: 60.01, orderDeliveryCost: 9.99 }, details: { prepaids: [] } });
    expect(foreign).toMatchObject({ currency: 'EUR', total: '70.00', paid: '0.00', base: { currency: 'PLN', total: '271.89', rate: '4.2537' } });
  });

  it('adds amounts in decimals', () => {
    expect(order({ currency: { orderProductsCost: 0.1, orderDeliveryCost: 0.2, orderPayformCost: 0, orderInsuranceCost: 0 } }).total).toBe('0.30');
  });

  it('counts repayments against payments, and leaves mixed currencies untold', () => {
    const payment = { paymentStatus: 'y', paymentType: 'payment', paymentValue: 100, currencyId: 'PLN' };
    expect(order({ details: { prepaids: [payment, { ...payment, paymentType: 'repayment', paymentValue: 30 }, { ...payment, paymentType: 'fee', paymentValue: 5 }] } }).paid).toBe('70.00');
    expect(order({ details: { prepaids: [payment, { ...payment, currencyId: 'EUR' }] } }).paid).toBeNull();
  });

  it('from Allegro carries the login and the masked addresses, unless clients without an account are to have no card', () => {
    const relay = 'abc123+77aa@allegromail.pl';
    const parts: OrderParts = {
      details: { orderSourceResults: { shopId: 1, orderSourceType: 'auction', auctionsServiceName: 'allegro' }, auctionInfo: { auctionClientId: '1', auctionClientLogin: 'kupujacy_77', auctionClientEmail: relay } },
      client: { clientAccount: { clientId: 900, clientEmail: relay } },
    };
    expect(order(parts).marketplace).toEqual({ name: 'allegro', login: 'kupujacy_77', emails: [relay] });
    expect(order(parts, { oneOffClients: false }).marketplace).toEqual({ name: 'allegro', login: 'kupujacy_77', emails: [] });
    expect(keysOf(order(parts, { oneOffClients: false }), { integrationId: 'i', addresses: addressRules() }).founding).toBe(false);
  });

  it('of dropshipping belongs to the end client where the account has no address', () => {
    expect(order({ client: { clientAccount: { clientId: 1, clientEmail: '' }, endClientAccount: { clientId: 2, clientEmail: 'ktos@example.com' } } }).ownerId).toBe('2');
  });

  it('without a client names its buyer itself', () => {
    const nobody = { clientId: 0, clientLogin: '', clientEmail: 'ktos@example.com' };
    expect(order({ client: { clientAccount: nobody, endClientAccount: nobody } })).toMatchObject({ ownerId: null, contact: { email: 'ktos@example.com', lastName: 'Modrzew' } });
  });

  it('goes to the pick-up point, with the person who fetches it', () => {
    const point = { pickupPointId: 'KRA01X', name: 'KRA01X przy rynku', street: 'Rynek 1', zipCode: '31-001', city: 'Kraków' };
    expect(order({ client: { clientPickupPointAddress: point } })).toMatchObject({ pickupPoint: 'KRA01X', deliveryAddress: { lastName: 'Modrzew', street: 'Rynek 1', street2: 'KRA01X przy rynku' } });
  });

  it('carries the consent to share data only where the platform tells it', () => {
    expect(order().consents).toEqual([]);
    expect(order({ details: { emailProcessingConsent: 'yes' } }).consents).toMatchObject([{ kind: 'data_sharing', channel: 'any', state: 'granted' }]);
    expect(order({ details: { emailProcessingConsent: 'disabled' } }).consents).toEqual([]);
  });

  it('of another shop is left out; any status is accepted, but not none', () => {
    expect(mapOrder(orderRow(), { ...ORDER, shop: '2' })).toEqual({ excluded: 'other_shop' });
    expect(order({ details: { orderStatus: 'wait_for_packaging_extra' } }).status).toBe('wait_for_packaging_extra');
    expect(reasonOf(() => order({ details: { orderStatus: '' } }))).toBe('status_missing');
    expect(reasonOf(() => order({ row: { errors: { faultCode: 5, faultString: 'x' } } }))).toBe('platform_row_fault');
    expect(reasonOf(() => order({ currency: { orderProductsCost: 'dużo' } }))).toBe('order_products_cost_not_a_number');
  });

  it('counts all versions of the repeated hour as one instant, and keeps the shop’s text', () => {
    const at = (text: string): OrderRecord => order({ details: { orderChangeDate: text, orderAddDate: text } });
    expect(at('2026-10-25 02:10:00').updatedAt?.utc).toBe(at('2026-10-25 02:50:00').updatedAt?.utc);
    expect(at('2026-10-25 02:10:00').updatedAt?.local).toBe('2026-10-25 02:10:00');
    expect(at('2026-03-29 02:30:00').placedAt?.utc).toBe('2026-03-29T01:00:00.000Z');
  });
});

describe('an entry of a newsletter list', () => {
  const row = { client_number: '', login: '', registered: 'n', language: 'pol', email: 'Ktos@Example.com', shops: { 1: { shop_id: 1, approval: 'y', date_modification: '2026-01-02 03:04:05' } } };

  it('of a stranger is keyed by a digest of the address and joins by it', () => {
    const entry = subscriber(row);
    expect(entry).toMatchObject({ ownerId: null, email: 'Ktos@Example.com', phone: null, consent: { shop: '1', channel: 'email', kind: 'newsletter', state: 'granted' } });
    expect(entry.externalId).toMatch(/^email-1-[0-9a-f]{32}$/u);
    expect(entryIdOf({ ...row, email: 'KTOS@example.com' }, LIST)).toBe(entry.externalId);
    expect(keysOf(entry, { integrationId: 'i', addresses: addressRules() })).toMatchObject({ joining: ['email:ktos@example.com'], founding: true });
  });

  it('of an account belongs to the account alone', () => {
    const entry = subscriber({ ...row, registered: 'y', client_number: 812 });
    expect(entry).toMatchObject({ externalId: 'email-1-812', ownerId: '812' });
    expect(keysOf(entry, { integrationId: 'i', addresses: addressRules() })).toEqual({ joining: ['shop_id:i/812'], hinting: ['email_seen:ktos@example.com'], founding: false });
  });

  it('of an SMS list says its approval as a date', () => {
    const sms = { ...row, phone_cellular: '+48 501 000 000', shops: [{ shop_id: '1', approval: '2026-01-02 03:04:05', date_modification: '' }] };
    expect(subscriber(sms, { ...LIST, channel: 'sms' }).consent).toMatchObject({ channel: 'sms', state: 'granted', changedAt: { local: '2026-01-02 03:04:05' } });
    expect(subscriber({ ...sms, shops: [{ shop_id: 1, approval: '0000-00-00 00:00:00', date_modification: '2026-02-02 00:00:00' }] }, { ...LIST, channel: 'sms', approval: 'n' }).consent.state).toBe('refused');
  });

  it.each([
    ['a date on the list of those who left', { approval: '2024-01-02 03:04:05' }, 'sms', 'n'],
    ['a yes on the list of those who left', { approval: 'y' }, 'email', 'n'],
    ['a no on the list of members', { approval: 'n' }, 'email', 'y'],
    ['nothing', {}, 'email', 'y'],
  ] as const)('that says something else than its list is rejected: %s', (_name, approval, channel, list) => {
    const contrary = { ...row, phone_cellular: '501000000', shops: [{ shop_id: 1, date_modification: '2026-01-02 03:04:05', ...approval }] };
    expect(reasonOf(() => subscriber(contrary, { shop: '1', channel, approval: list }))).toBe('approval_unreadable');
  });

  it('that does not name the shop asked for is rejected', () => {
    expect(reasonOf(() => subscriber({ ...row, shops: [] }))).toBe('shops_unreadable');
  });
});
