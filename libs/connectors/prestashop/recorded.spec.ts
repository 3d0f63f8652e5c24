import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFailure, type FailureKind } from '#libs/domain/failure.js';
import type { HttpResponse } from '#libs/http/http-client.js';
import { mapRows, type RowMapper } from '../sdk/map-rows.js';
import { mapAddress } from './address.mapper.js';
import { allegroRules, ALLEGRO_PATTERNS, ALLEGRO_PLACES, NO_ADDRESSES } from './allegro-source.js';
import { describeAnswer, rowsOf } from './answer.js';
import { mapCustomer } from './customer.mapper.js';
import { localizedOf } from './dictionary.js';
import { mapOrder } from './order.mapper.js';
import { shopClock } from './prestashop.client.js';
import { failureOfAnswer } from './prestashop.errors.js';
import { readRoot } from './rights.js';

type Recorded = { readonly source: string; readonly request: string; readonly status: number; readonly headers: Record<string, string>; readonly body: unknown };

/** Answers of real shops; they live beside the project, not in it. */
const FILE = join(process.cwd(), '../shared/samples/prestashop.json');
const recorded: readonly Recorded[] = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as { recorded: Recorded[] }).recorded : [];
const withSamples = recorded.length > 0 ? describe : describe.skip;

const ZONE = 'Europe/Warsaw';
const allegro = allegroRules(ALLEGRO_PLACES, ALLEGRO_PATTERNS);
const MAPPERS: Readonly<Record<string, RowMapper>> = {
  customers: (row) => mapCustomer(row, ZONE),
  addresses: (row) => mapAddress(row, ZONE),
  orders: (row) => mapOrder(row, { zone: ZONE, allegro, addresses: NO_ADDRESSES, technicalOwners: new Set<string>() }),
};

function answer({ status, headers, body }: Recorded): HttpResponse {
  const lower = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { status, headers: lower, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), requestedMs: 0 };
}

const resourceOf = (request: string): string => /\/api\/(\w+)/u.exec(request)?.[1] ?? 'api';
const isList = (entry: Recorded): boolean => entry.status === 200 && typeof entry.body === 'object' && /^GET \/api\/\w+\?/u.test(entry.request);
/** Some collections of samples hold bare records instead of answers. */
const unwrapped = (entry: Recorded): readonly unknown[] | null => {
  const resource = resourceOf(entry.request);
  if (Array.isArray(entry.body)) return entry.body as readonly unknown[];
  return typeof entry.body === 'object' && entry.body !== null && !(resource in entry.body) ? [entry.body] : null;
};

withSamples('recorded answers of real shops', () => {
  const lists = recorded.filter((entry) => isList(entry) && resourceOf(entry.request) in MAPPERS && /display=full/u.test(entry.request));

  it('are there for every stream and for old and new versions', () => {
    expect(new Set(lists.map((entry) => resourceOf(entry.request)))).toEqual(new Set(Object.keys(MAPPERS)));
    expect(lists.length).toBeGreaterThanOrEqual(9);
  });

  it.each(lists.map((entry) => [entry.request, entry.source.slice(0, 30), entry] as const))('%s (%s) is read without a reject', (_request, _source, entry) => {
    const resource = resourceOf(entry.request);
    const rows = unwrapped(entry) ?? rowsOf(answer(entry), resource, []).rows;
    const mapped = mapRows(rows, MAPPERS[resource] ?? (() => ({ excluded: 'none' })));
    expect(mapped.rejects).toEqual([]);
    expect(mapped.records.length + mapped.excluded.length).toBe(rows.length);
    expect(JSON.stringify(mapped.records)).not.toMatch(/passwd|secure_key|reset_password/u);
  });

  it.each(recorded.filter((entry) => isList(entry) && unwrapped(entry) === null).map((entry) => [entry.request, entry] as const))('%s is a list the client understands', (_request, entry) => {
    expect(rowsOf(answer(entry), resourceOf(entry.request), []).rows.length).toBeGreaterThan(0);
  });

  it('tell the clock of the shop', () => {
    const clocks = recorded.filter((entry) => entry.status === 200 && 'Access-Time' in (entry.headers ?? {})).map((entry) => shopClock(answer(entry).headers));
    expect(clocks.length).toBeGreaterThan(20);
    expect(clocks.filter((ms) => ms === null || ms < 1_500_000_000_000)).toEqual([]);
  });

  it('give the same records in 1.6 and 9.0, where the data are the same', () => {
    for (const [resource, mapper] of Object.entries(MAPPERS)) {
      const [old, young] = lists.filter((entry) => resourceOf(entry.request) === resource && unwrapped(entry) === null).map((entry) => mapRows(rowsOf(answer(entry), resource, []).rows, mapper));
      const byId = new Map(old?.records.map((record) => [record.externalId, record]));
      const shared = (young?.records ?? []).filter((record) => byId.has(record.externalId));
      expect(shared.length).toBeGreaterThan(0);
      // The two shops were set up apart; what the shop itself computed may differ, the kinds of values may not.
      for (const record of shared) expect(shapeOf(record)).toEqual(shapeOf(byId.get(record.externalId)));
    }
  });

  it('read an unknown id as an empty list', () => {
    const empty = recorded.filter((entry) => entry.request.includes('filter[id]=999&output_format=JSON'));
    expect(empty.length).toBeGreaterThan(0);
    for (const entry of empty) expect(rowsOf({ ...answer(entry), body: Buffer.from('[]') }, 'customers', []).rows).toEqual([]);
  });

  it('name statuses and countries in one language and in several', () => {
    const names = recorded
      .filter((entry) => isList(entry) && /^GET \/api\/(order_states|countries)/u.test(entry.request) && unwrapped(entry) === null)
      .flatMap((entry) => rowsOf(answer(entry), resourceOf(entry.request), []).rows as readonly { name: unknown }[]);
    expect(names.length).toBeGreaterThan(10);
    for (const { name } of names) {
      expect(localizedOf(name, 1)).toMatch(/\S/u);
      if (Array.isArray(name)) expect(localizedOf(name, 2)).toMatch(/^PL /u);
    }
  });

  const roots = recorded.filter((entry) => entry.request === 'GET /api/' && entry.status === 200);

  it.each(roots.map((entry) => [entry.source.slice(0, 24), entry] as const))('the root of %s shows the rights of a narrow key', (_source, entry) => {
    const root = readRoot(answer(entry));
    expect(root?.shopName).toBe('PrestaShop');
    expect([...(root?.readable ?? [])]).toEqual(['orders']);
    expect([...(root?.listed ?? [])].sort()).toEqual(['customers', 'orders']);
    expect(root?.noisy).toBe(false);
  });

  const errors = recorded.filter((entry) => entry.status !== 200).map((entry) => [`${String(entry.status)} ${entry.request} ${typeof entry.body === 'string' ? '' : JSON.stringify(entry.body).slice(0, 40)}`, entry] as const);

  function expectedKind(entry: Recorded): FailureKind {
    const text = typeof entry.body === 'string' ? entry.body : JSON.stringify(entry.body);
    const code = Number(/"code":(\d+)|CDATA\[(\d+)\]/u.exec(text)?.slice(1).find((group) => group !== undefined) ?? 0);
    if (code === 20 || code === 18) return 'credentials_rejected';
    if (code === 21 || code === 25 || code === 26 || code === 132) return 'permission_missing';
    if (code === 81 || entry.status === 404 || (entry.status >= 300 && entry.status < 400)) return 'configuration_invalid';
    if (entry.status === 401) return text === '' ? 'credentials_rejected' : 'configuration_invalid';
    return entry.status === 500 ? 'platform_unavailable' : 'platform_defect';
  }

  it.each(errors)('%s is told apart', (_name, entry) => {
    const failure = failureOfAnswer(describeAnswer(answer(entry), resourceOf(entry.request), []));
    expect(failure.kind).toBe(expectedKind(entry));
    if (entry.status !== 401 || expectedKind(entry) !== 'credentials_rejected') expect(failure.fix?.pl).toMatch(/\S/u);
    expect(() => rowsOf(answer(entry), resourceOf(entry.request), [])).toThrow(failure.message);
  });

  it('name the host a redirect leads to', () => {
    const redirect = recorded.find((entry) => entry.status === 302);
    if (redirect === undefined) throw new Error('no redirect among the samples');
    const response = { ...answer(redirect), headers: { location: 'https://www.sklep.example.pl/api/customers?ws_key=SECRET' } };
    const failure = failureOfAnswer(describeAnswer(response, 'customers', ['SECRET']));
    expect(failure.text.pl).toContain('https://www.sklep.example.pl');
    expect(JSON.stringify(failure)).not.toContain('SECRET');
    expect(isFailure(failure) && failure.code).toBe('host_redirects');
  });
});

/** Types instead of values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
  return value === null ? null : typeof value;
}
