import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpResponse } from '#libs/http/http-client.js';
import { mapRows } from '../sdk/map-rows.js';
import type { Row } from '../sdk/values.js';
import { listingOf } from './answer.js';
import { clientIdOf, mapClient } from './client.mapper.js';
import { CLIENTS } from './clients.js';
import { mapOrder } from './order.mapper.js';
import { ORDERS } from './orders.js';
import { entryIdOf, mapEntry } from './subscriber.mapper.js';

type Recorded = { readonly http_status: number; readonly body: Row };

/** Answers of a real panel; they live beside the project, not in it. */
const FILE = join(process.cwd(), '../shared/samples/idosell.json');
const recorded = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Recorded>) : null;
const withSamples = recorded === null ? describe.skip : describe;

function sample(name: string): Recorded {
  const found = recorded?.[name];
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found;
}

const responseOf = ({ http_status, body }: Recorded): HttpResponse => ({ status: http_status, headers: {}, body: Buffer.from(JSON.stringify(body)), requestedMs: 0 });

withSamples('recorded answers', () => {
  it('hold an order, of which only the details were kept', () => {
    const details = sample('order_details_live_v5').body;
    const body = { Results: [{ orderSerialNumber: 71, orderId: 'kto-1', errors: [], clientResult: { clientAccount: { clientId: 9, clientEmail: '' }, endClientAccount: { clientId: 9, clientEmail: '' } }, orderDetails: details }], resultsNumberAll: 1 };
    const { rows, total } = listingOf(responseOf({ http_status: 200, body }), 'orders/orders/search', ORDERS, []);
    expect(total).toBe(1);
    const record = mapOrder(rows[0] as Row, { shop: null, oneOffClients: true });
    expect(record).toMatchObject({
      externalId: '71', ownerId: '9', status: 'on_order', currency: 'PLN', total: '1981.26', paid: '0.00', shipping: '0.00', shop: '1', payment: 'cash_on_delivery', carrier: 'DHL Paczka - standard',
      placedAt: { utc: '2025-01-03T12:38:58.000Z' }, updatedAt: { utc: '2025-01-20T09:18:12.000Z' }, base: null, merged: false, marketplace: null, consents: [],
    });
    const lines = 'excluded' in record || record.kind !== 'order' ? [] : record.lines;
    expect(lines.map(({ id, quantity, unitGross, unitNet, variantId }) => [id, quantity, unitGross, unitNet, variantId])).toEqual([['123100-uniw', '1', '1691.10', '1374.88', null], ['4147-uniw-b17059', '2', '145.08', '134.33', null]]);
  });

  it('hold a client', () => {
    const { rows, total } = listingOf(responseOf(sample('clients_get_openapi_example_200')), 'clients/clients', CLIENTS, []);
    const mapped = mapRows(rows, (row) => mapClient(row, { shop: null, oneOffClients: true, addresses: null, tags: null }), clientIdOf);
    expect([total, mapped.rejects, mapped.excluded]).toEqual([1, [], []]);
    expect(mapped.records[0]).toMatchObject({ externalId: '1', standing: 'account', birthDate: '2000-01-01', consents: [{ channel: 'email', state: 'granted' }, { channel: 'sms', state: 'granted' }], address: { country: 'PL', taxNumber: '1234567890' } });
  });

  it('hold a newsletter entry whose texts are placeholders: a reject, not a guess', () => {
    const { rows } = listingOf(responseOf(sample('newsletter_email_search_openapi_example_200')), 'clients/newsletter/email/search', { member: 'clients', paging: 'snake', emptyFault: true }, []);
    const list = { shop: '1', channel: 'email', approval: 'y' } as const;
    const mapped = mapRows(rows, (row) => mapEntry(row, list), (row) => entryIdOf(row, list));
    expect([mapped.records.length, mapped.rejects.length]).toEqual([0, 1]);
  });

  it('hold an empty result that looks like an error', () => {
    expect(listingOf(responseOf(sample('orders_search_empty_fault')), 'orders/orders/search', ORDERS, [])).toEqual({ rows: [], total: 0 });
  });
});
