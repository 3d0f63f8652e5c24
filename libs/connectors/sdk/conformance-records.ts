import type { NeutralRecord } from '#libs/domain/records.js';
import { byIdsOf, calm, readLane, stored, textsOf, type ConformanceHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';

const MONEY = /^-?\d{1,14}\.\d{2,}$/u;
const CONTROL = /\p{Cc}/u;
const MONEY_FIELDS: ReadonlySet<string> = new Set(['total', 'paid', 'shipping', 'discount', 'unitGross', 'unitNet', 'price', 'oldPrice']);

type Leaf = { readonly name: string; readonly value: unknown };

function leaves(value: unknown, name = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, name));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, inner]) => leaves(inner, key));
  return [{ name, value }];
}

export function recordConformance(harness: ConformanceHarness): void {
  const stage = useStage(harness);

  async function all(): Promise<NeutralRecord[]> {
    const records: NeutralRecord[] = [];
    for (const stream of stage.streams) records.push(...(await readLane(stream, 'backfill')).records);
    return records;
  }

  it('survive JSON unchanged, with the same fields in the same order', async () => {
    const shapes = new Map<string, string>();
    for (const record of await all()) {
      expect(stored(record)).toEqual(record);
      const shape = Object.keys(record).join();
      expect(shapes.get(record.kind) ?? shape).toBe(shape);
      shapes.set(record.kind, shape);
    }
    expect(shapes.size).toBe(new Set(stage.streams.map((stream) => stream.kind)).size);
  });

  it('hold trimmed texts without control characters, and nothing instead of empty texts', async () => {
    const texts = (await all()).flatMap((record) => leaves(record)).filter((leaf): leaf is { name: string; value: string } => typeof leaf.value === 'string');
    expect(texts.filter(({ value }) => value !== value.trim() || CONTROL.test(value))).toEqual([]);
    // The name of a line is never missing, so it may be empty.
    expect(texts.filter(({ name, value }) => value === '' && name !== 'name')).toEqual([]);
  });

  it('write money as plain decimals with at least two places', async () => {
    const amounts = (await all()).flatMap((record) => leaves(record)).filter((leaf) => MONEY_FIELDS.has(leaf.name) && leaf.value !== null);
    expect(amounts.length).toBeGreaterThan(0);
    expect(amounts.filter(({ value }) => typeof value !== 'string' || !MONEY.test(value))).toEqual([]);
  });

  it('carry times as UTC, and the zone wherever they carry local text', async () => {
    for (const record of await all()) {
      for (const moment of [record.createdAt, record.updatedAt]) {
        if (moment === null) continue;
        expect(new Date(moment.utc).toISOString()).toBe(moment.utc);
        if (moment.local !== undefined) expect(record.zone).not.toBeNull();
      }
    }
  });

  it('sort lines by id and name each once', async () => {
    const orders = (await all()).filter((record) => record.kind === 'order');
    expect(orders.some((order) => order.lines.length > 1)).toBe(true);
    for (const order of orders) {
      const ids = order.lines.map((line) => line.id);
      expect(ids).toEqual([...ids].sort((a, b) => a.length - b.length || (a < b ? -1 : 1)));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('never hold a secret of the account or of a person', async () => {
    const text = JSON.stringify(await all());
    for (const secret of stage.account.secrets) expect(text).not.toContain(secret);
  });

  it('are the same read by id as read in pages', async () => {
    for (const stream of stage.addressable) {
      const { records } = await readLane(stream, 'backfill');
      const some = records.filter((_record, index) => index % 7 === 0).slice(0, byIdsOf(stream).most);
      const found = await byIdsOf(stream).fetch(some.map((record) => record.externalId), calm());
      expect(textsOf(found.records)).toEqual(textsOf(some));
      expect(found.missing).toEqual([]);
    }
  });

  it('account for every id asked for exactly once', async () => {
    for (const stream of stage.addressable) {
      const known = stage.account.ids(stream.name).slice(0, 3);
      const [gone = ''] = known;
      stage.account.remove(stream.name, gone);
      const asked = [...known, '999999999', 'not-an-id'];
      const found = await byIdsOf(stream).fetch(asked, calm());
      const places = [...found.records.map((r) => r.externalId), ...found.rejects.map((r) => r.externalId), ...found.excluded.map((r) => r.externalId), ...found.missing];
      expect(places.map(String).sort()).toEqual([...asked].sort());
      expect(found.missing).toEqual(expect.arrayContaining([gone, '999999999', 'not-an-id']));
    }
  });

  it('takes as many ids at once as it says', async () => {
    for (const stream of stage.addressable) {
      const asked = Array.from({ length: byIdsOf(stream).most }, (_unused, index) => String(900_000_000 + index));
      expect((await byIdsOf(stream).fetch(asked, calm())).missing).toHaveLength(byIdsOf(stream).most);
    }
  });

  it('build panel links or none, never half of one', () => {
    const links = harness.definition.links(harness.definition.credentials.parse(stage.account.credentials), harness.definition.settings.parse(stage.account.settings));
    for (const link of [links.customer('5'), links.order('17')]) expect(link === null || URL.canParse(link)).toBe(true);
  });
}
