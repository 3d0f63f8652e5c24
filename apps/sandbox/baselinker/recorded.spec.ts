/** Recorded answers and samples of the documentation: every field they have, ours have, in the same JSON type. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startBaselinkerSandbox, type BaselinkerSandbox } from './baselinker-sandbox.js';
import type { BaselinkerSandboxOptions, TypeDrift } from './options.js';
import { ask, type Row } from './spec-client.js';

type Sample = { readonly body: Row };

const FILE = resolve('..', 'shared', 'samples', 'baselinker.json');
const suite = existsSync(FILE) ? describe : describe.skip;
const samples = (): Readonly<Record<string, Sample>> => JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, Sample>>;

/** Types of values by path; entries of lists and of maps by number count as one. */
function shapeOf(value: unknown): ReadonlyMap<string, ReadonlySet<string>> {
  const shape = new Map<string, Set<string>>();
  const visit = (one: unknown, at: string): void => {
    shape.set(at, (shape.get(at) ?? new Set()).add(Array.isArray(one) ? 'list' : one === null ? 'null' : typeof one));
    if (Array.isArray(one)) for (const item of one) visit(item, `${at}[]`);
    else if (typeof one === 'object' && one !== null) for (const [name, inner] of Object.entries(one)) visit(inner, `${at}.${/^\d+$/u.test(name) ? '#' : name}`);
  };
  visit(value, '');
  return shape;
}

function missing(recorded: unknown, ours: unknown): readonly string[] {
  const has = shapeOf(ours);
  return [...shapeOf(recorded)].flatMap(([path, types]) => [...types].filter((type) => has.get(path)?.has(type) !== true).map((type) => `${path}: ${type}`));
}

/** Names of the fields in their order. */
const fieldsOf = (row: unknown): readonly string[] => Object.keys(row as Row);
const ordersOf = (body: Row): readonly Row[] => body['orders'] as readonly Row[];

suite('recorded answers', () => {
  const open: BaselinkerSandbox[] = [];
  const account = async (options: BaselinkerSandboxOptions): Promise<BaselinkerSandbox> => {
    const sandbox = await startBaselinkerSandbox({ orders: 80, unknownFields: false, ...options });
    open.push(sandbox);
    return sandbox;
  };
  afterEach(async () => {
    for (const sandbox of open.splice(0)) await sandbox.stop();
  });
  const PARTS = { include_custom_extra_fields: true, include_commissions: true, include_connect_data: true };

  it.each([
    ['getOrders_allegro_2022_27orders', '2022', {}], ['getOrders_allegro_2022_multi_items', '2022', {}], ['getOrders_allegro_2023_08_shape', 'current', {}],
    ['getOrders_personal_2018', '2018', {}], ['getOrders_doc_sample_current', 'doc', PARTS], ['getOrders_doc_sample_legacy_strings', 'strings', PARTS],
  ] as const)('%s', async (name, typeDrift: TypeDrift, parts) => {
    const sandbox = await account({ typeDrift });
    const recorded = samples()[name]?.body ?? {};
    expect(shapeOf(recorded).size).toBeGreaterThan(40);
    expect(missing(recorded, await ask(sandbox, 'getOrders', parts))).toEqual([]);
  });

  it.each([['getOrders_allegro_2022_27orders', '2022'], ['getOrders_personal_2018', '2018']] as const)('%s has the fields in the same order', async (name, typeDrift) => {
    const sandbox = await account({ typeDrift });
    const [recorded] = ordersOf(samples()[name]?.body ?? {});
    const [ours] = ordersOf(await ask(sandbox, 'getOrders', { filter_order_source: 'allegro' }));
    expect([...fieldsOf(ours)].sort()).toEqual([...fieldsOf(recorded)].sort());
    if (typeDrift === '2022') expect(fieldsOf(ours)).toEqual(fieldsOf(recorded));
  });

  it.each(['getJournalList_doc_sample', 'getJournalList_real_2025'])('%s', async (name) => {
    const sandbox = await account({});
    sandbox.control.sell();
    expect(missing(samples()[name]?.body, await ask(sandbox, 'getJournalList'))).toEqual([]);
  });

  it('errors are the recorded ones', async () => {
    const sandbox = await account({ ratePerMinute: 2 });
    const [empty, bad, parse] = [await ask(sandbox, 'getOrders', {}, { token: null }), await ask(sandbox, 'getOrders', {}, { token: 'x' }), await ask(sandbox, 'getOrders', 'null')];
    expect([empty, bad, parse]).toEqual(['error_empty_token', 'error_bad_token', 'error_parse_json_parameters'].map((name) => samples()[name]?.body));
    await ask(sandbox, 'getOrders');
    const blocked = await ask(sandbox, 'getOrders');
    const plain = (body: Row | undefined): string => JSON.stringify(body).replace(/\d/gu, '0');
    expect(plain(blocked)).toBe(plain(samples()['error_blocked_token']?.body));
    sandbox.control.journal('off');
    sandbox.control.clearBlock();
    expect(await ask(sandbox, 'getJournalList')).toEqual(samples()['getJournalList_empty']?.body);
  });
});
