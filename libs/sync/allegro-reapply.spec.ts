import fc from 'fast-check';
import { addressRules } from '#libs/domain/email.js';
import type { CustomerRecord, NeutralRecord, OrderRecord } from '#libs/domain/records.js';
import { ingestPages } from '#libs/ingest/ingest-pages.js';
import type { FieldTargets } from '#libs/ingest/page.js';
import { canonicalText } from '../../test/support/canonical-dump.js';
import { buildEngine, type EngineHouse } from '../../test/support/engine.js';
import { addShop, emptyHouse, openPart, type Shop } from '../../test/support/house.js';
import { reapplyRecords } from './reapply-records.js';
import { findFields, findPart } from './rows.js';

/** What a switch of Allegro does to cards that are stored already. */
let house: EngineHouse;
beforeAll(async () => {
  house = await buildEngine();
});
afterAll(async () => {
  await house.close();
});
beforeEach(async () => {
  await emptyHouse(house);
  await say(null);
});

const KNOWN = ['allegromail.pl', 'allegromail.com'];
const LONGER = [...KNOWN, 'allegromail.cz'];
const rows = <T>(sql: string, values: readonly unknown[] = []): Promise<T[]> => house.dataSource.query<T[]>(sql, [...values]);
/** The workspace's settings, as the API writes them. */
const say = (settings: object | null): Promise<unknown> => rows(`update workspace set settings = $2 where id = $1`, [house.workspaceId, JSON.stringify(settings ?? {})]);

const moment = (second: number): { utc: string } => ({ utc: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString() });
const customer = (id: number, email: string | null, second: number): CustomerRecord => ({
  kind: 'customer', externalId: String(id), shop: null, zone: null, createdAt: moment(0), updatedAt: moment(second), standing: 'account', email, firstName: null, lastName: `Wzór${String(id)}`, company: null, taxNumber: null,
  birthDate: null, language: null, phones: [], active: true, deleted: false, newsletter: null, partnerOffers: null,
});
const order = (id: number, email: string, second: number, login: string | null = null): OrderRecord => ({
  kind: 'order', externalId: String(id), shop: null, zone: null, createdAt: moment(id), updatedAt: moment(second), reference: `R${String(id)}`, ownerId: null, placedAt: moment(id), status: null, currency: null, total: null,
  paid: null, shipping: null, discount: null, payment: null, carrier: null, waybill: null, deliveryAddressId: null, invoiceAddressId: null, deliveryAddress: null, invoiceAddress: null,
  contact: { email, firstName: 'Jan', lastName: 'Wzór', company: null, phones: [] }, marketplace: { name: 'allegro', login, emails: [email] }, note: null, lines: [],
});

type Under = { readonly domains: readonly string[]; readonly mark: string; readonly fields?: FieldTargets };

async function contextOf(shop: Shop, stream: 'customers' | 'orders', { domains, mark, fields }: Under, lane: 'backfill' | 'reapply'): Promise<Awaited<ReturnType<typeof openPart>>> {
  const part = await openPart(house, shop, stream, { lane, appliedWith: `1:${mark}` });
  return { ...part, context: { ...part.context, addresses: addressRules([], domains), fields: fields ?? part.context.fields } };
}

async function put(shop: Shop, records: readonly NeutralRecord[], under: Under): Promise<void> {
  for (const stream of ['customers', 'orders'] as const) {
    const own = records.filter(({ kind }) => `${kind}s` === stream);
    if (own.length === 0) continue;
    const { context, progress } = await contextOf(shop, stream, under, 'backfill');
    const page = { records: own, rejects: [], excluded: [], cursor: { at: 1 }, done: false, requestedMs: Date.UTC(2026, 1, 1) };
    expect((await ingestPages(house.dataSource, context, progress, [page])).status).toBe('committed');
  }
}

async function reapply(shop: Shop, under: Under): Promise<void> {
  for (const stream of ['customers', 'orders'] as const) {
    const { context } = await contextOf(shop, stream, under, 'reapply');
    const part = await findPart(house.dataSource, context.partId);
    if (part === null) throw new Error('the part is stored');
    await reapplyRecords(house.engine, context, part, new AbortController().signal);
    expect((await findPart(house.dataSource, context.partId))?.state).toBe('done');
  }
}

const address = fc.tuple(fc.constantFrom('h1', 'h2'), fc.constantFrom('', '+a1', '+b2'), fc.constantFrom('allegromail.pl', 'allegromail.cz', 'example.com')).map(([hash, plus, domain]) => `${hash}${plus}@${domain}`);
const record = fc.tuple(fc.constantFrom('customer', 'order'), fc.integer({ min: 1, max: 3 }), address, fc.integer({ min: 0, max: 3 })).map(([kind, id, email, second]) => (kind === 'customer' ? customer(id, email, second) : order(id, email, second)));

describe('a domain list that is applied anew', () => {
  it.each([['a domain that is added', KNOWN, LONGER], ['a domain that is removed', LONGER, KNOWN]])('gives the cards the list would have given from the start: %s', async (_, before, now) => {
    await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 6 }), async (records) => {
      await emptyHouse(house);
      const changed = await addShop(house, 'PS1');
      await put(changed, records, { domains: before, mark: 'f1' });
      await reapply(changed, { domains: now, mark: 'f2' });
      const applied = await canonicalText(house.dataSource);
      await emptyHouse(house);
      await put(await addShop(house, 'PS1'), records, { domains: now, mark: 'f2' });
      expect(applied).toBe(await canonicalText(house.dataSource));
    }), { numRuns: 25 });
  });

  it('holds for records that are read between the switch and its run, and for cards of two shops', async () => {
    const [one, two] = [await addShop(house, 'PS1'), await addShop(house, 'PS2')];
    await put(one, [order(1, 'h1+a1@allegromail.cz', 0), order(2, 'h1@allegromail.cz', 0)], { domains: KNOWN, mark: 'f1' });
    await put(two, [order(1, 'h1@allegromail.cz', 0)], { domains: KNOWN, mark: 'f1' });
    const under = { domains: LONGER, mark: 'f2' };
    // Changed in the shop, so that it is written before the run comes to it.
    await put(one, [order(1, 'h1+b2@allegromail.cz', 1)], under);
    expect(await rows(`select keys from source_record where integration_id = $1 and external_id = '1'`, [one.id])).toEqual([
      { keys: ['allegro_address:h1@allegromail.cz', 'email_seen:h1+a1@allegromail.cz', 'email_seen:h1+b2@allegromail.cz'] },
    ]);
    await reapply(one, under);
    await reapply(two, under);
    expect(await rows(`select distinct customer_id is not null as on_card, (select count(distinct customer_id)::int from source_record) as cards from source_record`)).toEqual([{ on_card: true, cards: 1 }]);
    expect(await rows(`select type, value from identity order by 1, 2`)).toEqual([{ type: 'allegro_address', value: 'h1@allegromail.cz' }]);
  });

  it('keeps a card of two shops together while only one of them has been gone through', async () => {
    const [one, two] = [await addShop(house, 'PS1'), await addShop(house, 'PS2')];
    for (const shop of [one, two]) await put(shop, [order(1, 'h1@allegromail.cz', 0)], { domains: KNOWN, mark: 'f1' });
    const before = await rows(`select distinct customer_id from source_record`);
    await reapply(one, { domains: LONGER, mark: 'f2' });
    expect(before).toHaveLength(1);
    expect(await rows(`select distinct customer_id from source_record`)).toEqual(before);
    expect(await rows(`select count(*)::int as cards from customer`)).toEqual([{ cards: 1 }]);
  });

  it('shows no base form as the address of a card', async () => {
    const shop = await addShop(house, 'PS1');
    await put(shop, [order(1, 'h1@allegromail.cz', 0)], { domains: KNOWN, mark: 'f1' });
    expect(await rows(`select email from customer`)).toEqual([{ email: 'h1@allegromail.cz' }]);
    await reapply(shop, { domains: LONGER, mark: 'f2' });
    expect(await rows(`select email from customer`)).toEqual([{ email: null }]);
    await put(shop, [order(2, 'h1+a1@allegromail.cz', 0)], { domains: LONGER, mark: 'f2' });
    expect(await rows(`select email from customer`)).toEqual([{ email: 'h1+a1@allegromail.cz' }]);
  });
});

describe('the login field of an Allegro integration', () => {
  const logins = async (): Promise<string[]> => (await rows<{ text: string }>(`select text_value as text from customer_field_value v join custom_field f on f.id = v.field_id where f.key = 'login' order by 1`)).map(({ text }) => text);
  const FULL = 'h1+a1@allegromail.pl';

  async function withField(): Promise<{ readonly shop: Shop; readonly fieldId: string }> {
    const shop = await addShop(house, 'PS1', ['id', 'allegro_login']);
    const fieldId = shop.id.replace(/.$/u, (last) => (last === '0' ? '1' : '0'));
    await rows(`insert into custom_field (id, workspace_id, key, label, type) values ($1, $2, 'login', 'login', 'text')`, [fieldId, house.workspaceId]);
    return { shop, fieldId };
  }

  const on = (fieldId: string): Promise<unknown> => say({ allegro: { domains: KNOWN, loginFields: [fieldId] } });
  const off = (fieldId: string): Promise<unknown> => say({ formerLoginFields: [fieldId] });
  const under = async (shop: Shop, mark: string): Promise<Under> => ({ domains: KNOWN, mark, fields: await findFields(house.dataSource, shop.id) });

  it('is filled by every shop beside its own field, at once when it is switched on, and by no guest', async () => {
    const { shop, fieldId } = await withField();
    await put(shop, [order(1, FULL, 0, 'Client:88000111'), order(2, 'h2+a1@allegromail.pl', 0, '!g_4f5e')], await under(shop, 'f1'));
    expect(await logins()).toEqual([]);
    await on(fieldId);
    expect((await findFields(house.dataSource, shop.id)).get('allegro_login')).toEqual([shop.fields.get('allegro_login'), fieldId].sort());
    await reapply(shop, await under(shop, 'f2'));
    expect(await logins()).toEqual(['Client:88000111']);
    await put(shop, [order(3, 'h3+a1@allegromail.pl', 0, 'Client:88000333')], await under(shop, 'f2'));
    expect(await logins()).toEqual(['Client:88000111', 'Client:88000333']);
    expect(await rows(`select count(*)::int as n from customer_field_value where field_id = $1`, [shop.fields.get('allegro_login')])).toEqual([{ n: 2 }]);
  });

  it('is not erased by an order without a login', async () => {
    const { shop, fieldId } = await withField();
    await on(fieldId);
    await put(shop, [order(1, FULL, 0, 'Client:88000111')], await under(shop, 'f1'));
    await put(shop, [order(2, 'h1+b2@allegromail.pl', 5)], await under(shop, 'f1'));
    await put(shop, [order(1, FULL, 6)], await under(shop, 'f1'));
    expect(await logins()).toEqual(['client:88000111']);
  });

  it('keeps its values when it is switched off: they go with their record, and no new one comes', async () => {
    const { shop, fieldId } = await withField();
    await on(fieldId);
    await put(shop, [order(1, FULL, 0, 'Client:88000111'), order(5, 'h2+a1@allegromail.pl', 0, 'Client:88000555')], await under(shop, 'f1'));
    await off(fieldId);
    await reapply(shop, await under(shop, 'f2'));
    expect(await logins()).toEqual(['Client:88000111', 'Client:88000555']);
    await put(shop, [order(2, 'h1+b2@allegromail.pl', 0, 'Renamed')], await under(shop, 'f2'));
    expect(await logins()).toEqual(['Client:88000111', 'Client:88000555']);
    // One order that names both joins their cards: the newer order decides, as it would have.
    await put(shop, [{ ...order(7, FULL, 0), marketplace: { name: 'allegro', login: null, emails: [FULL, 'h2+c3@allegromail.pl'] } }], await under(shop, 'f2'));
    expect(await rows(`select c.display_name is not null as shown, v.text_value as login from customer c join customer_field_value v on v.customer_id = c.id join custom_field f on f.id = v.field_id where f.key = 'login' and c.merged_into is null`)).toEqual([
      { shown: true, login: 'Client:88000555' },
    ]);
    await on(fieldId);
    await reapply(shop, await under(shop, 'f3'));
    expect(await logins()).toEqual(['Client:88000555']);
  });
});
