import { calm, failureFrom } from '../sdk/conformance-harness.js';
import { journalDefinition } from './journal-meaning.js';
import { journalOf } from './journal.js';
import { fakeAccount } from './testing/fake-account.js';

type Entry = Readonly<Record<string, unknown>>;

const entry = (log_id: number, more: Entry = {}): Entry => ({ log_id, log_type: 1, order_id: log_id + 1_000, object_id: 0, date: 1_767_261_610 + log_id, ...more });
const NUMBERS = [5, 12, 48, 84, 85];

describe('reading the journal', () => {
  const logs = (inclusive: boolean, cap = Number.POSITIVE_INFINITY) =>
    fakeAccount((_method, { last_log_id }) => ({ logs: NUMBERS.filter((id) => (inclusive ? id >= Number(last_log_id) : id > Number(last_log_id))).slice(0, cap).map((id) => entry(id)) }));

  it.each([true, false])('gives the entry it is asked from and no earlier one (inclusive: %s)', async (inclusive) => {
    const { client, asked } = logs(inclusive);
    const read = async (from: number | null): Promise<number[]> => (await journalOf(client).read(from, calm())).entries.map(({ logId }) => logId);
    expect(await read(null)).toEqual(NUMBERS);
    expect(await read(48)).toEqual([48, 84, 85]);
    expect(await read(13)).toEqual([48, 84, 85]);
    expect(await read(85)).toEqual([85]);
    expect(await read(86)).toEqual([]);
    expect(asked.map(({ parameters }) => parameters)).toEqual([0, 47, 12, 84, 85].map((last_log_id) => ({ last_log_id })));
  });

  it.each([true, false])('comes to the end of answers that are cut short (inclusive: %s)', async (inclusive) => {
    const { client } = logs(inclusive, 2);
    const seen = new Set<number>();
    let from: number | null = null;
    for (let turn = 0; turn < 10; turn += 1) {
      const { entries } = await journalOf(client).read(from, calm());
      const before = seen.size;
      for (const { logId } of entries) seen.add(logId);
      if (seen.size === before) break;
      from = Math.max(...seen) + 1;
    }
    expect([...seen]).toEqual(NUMBERS);
  });

  it('sorts, names each once, knows both names of the number, and texts for numbers', async () => {
    const { client } = fakeAccount(() => ({ logs: [entry(9, { object_id: '77', log_type: '18' }), entry(7), entry(7), { id: '8', log_type: 2, order_id: '31', object_id: 0, date: '1767261610' }] }));
    const { entries, unreadable } = await journalOf(client).read(null, calm());
    expect(entries.map(({ logId }) => logId)).toEqual([7, 8, 9]);
    expect(entries[1]).toEqual({ logId: 8, type: 2, recordId: '31', objectId: null, atMs: 1_767_261_610_000 });
    expect(entries[2]).toMatchObject({ type: 18, objectId: '77' });
    expect(unreadable).toBeUndefined();
  });

  it('counts damaged entries, and keeps those that still name an order', async () => {
    const { client } = fakeAccount(() => ({ logs: [entry(7), null, entry(8, { order_id: 'x' }), entry(9, { log_type: 'new', date: -5 })] }));
    const { entries, unreadable, requestedMs } = await journalOf(client).read(null, calm());
    expect(unreadable).toBe(2);
    expect(entries.map(({ logId }) => logId)).toEqual([7, 9]);
    expect(entries[1]).toMatchObject({ type: 0, atMs: requestedMs });
  });

  it('counts a damaged entry once, however often it comes again', async () => {
    const answers = [[entry(7), {}], [entry(7), {}], [entry(7), {}, entry(9)], [{}, entry(9)]];
    const { client } = fakeAccount(() => ({ logs: answers.shift() }));
    const counts: number[] = [];
    for (const from of [null, 7, 7, 9]) counts.push((await journalOf(client).read(from, calm())).unreadable ?? 0);
    expect(counts).toEqual([0, 0, 1, 0]);
  });

  it('takes a type no column can hold for one nobody knows', async () => {
    const { client } = fakeAccount(() => ({ logs: [entry(7, { log_type: 99_999_999_999 }), entry(8, { log_type: '2147483648' }), entry(9, { log_type: 99 })] }));
    expect((await journalOf(client).read(null, calm())).entries.map(({ type }) => type)).toEqual([0, 0, 99]);
  });

  it('fails when nothing of an answer can be read, and reads a journal that is switched off as empty', async () => {
    for (const logs of [[null, {}], 'none']) expect((await failureFrom(() => journalOf(fakeAccount(() => ({ logs })).client).read(null, calm()))).kind).toBe('platform_defect');
    expect((await failureFrom(() => journalOf(fakeAccount(() => ({})).client).read(null, calm()))).kind).toBe('platform_defect');
    expect((await journalOf(fakeAccount(() => ({ logs: [] })).client).read(null, calm())).entries).toEqual([]);
  });
});

describe('what a journal that is off would have told', () => {
  it.each([
    [[1_000], 1_000_000, 1_001_000, true],
    [[1_001], 1_000_000, 1_001_000, false],
    [[], 1_000_000, 1_001_000, false],
    [['1000'], 1_000_000, 1_000_001, true],
  ])('orders of %j between %d and %d: %s', async (seconds, from, to, expected) => {
    const { client, asked } = fakeAccount(() => ({ orders: seconds.map((date_confirmed, index) => ({ order_id: index + 1, date_confirmed })) }));
    expect(await journalOf(client).missed(from, to, calm())).toBe(expected);
    expect(asked).toEqual([{ method: 'getOrders', parameters: { date_confirmed_from: from / 1_000 } }]);
  });
});

describe('types of entries', () => {
  const types = (wanted: (type: number) => unknown): number[] => Array.from({ length: 30 }, (_unused, type) => type).filter((type) => wanted(type) === true);

  it('ask for a look, touch a purchase, or name an order born of another', () => {
    expect(types((type) => journalDefinition.meaning(type)?.read)).toEqual([1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 16, 17, 18, 21]);
    expect(types((type) => journalDefinition.meaning(type)?.touchesEvent)).toEqual([1, 2, 3, 12, 13, 14]);
    expect(types((type) => journalDefinition.meaning(type)?.birth)).toEqual([1]);
    expect([5, 6, 17, 18].map((type) => journalDefinition.meaning(type)?.kin)).toEqual(['merge', 'split', 'copy', null]);
    expect(types((type) => journalDefinition.meaning(type) === null)).toEqual([0, 23, 24, 25, 26, 27, 28, 29]);
  });

  it('are looked at as often as the settings say', () => {
    expect([journalDefinition.pollMs({}), journalDefinition.pollMs({ pollSeconds: 15 })]).toEqual([60_000, 15_000]);
    expect([journalDefinition.rereadMs({}), journalDefinition.rereadMs({ rereadDays: 0 })]).toEqual([3 * 86_400_000, 0]);
  });
});
