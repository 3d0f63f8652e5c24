import { localToUtc } from '#libs/domain/local-time.js';
import type { StreamName } from '#libs/domain/words.js';
import { startPrestaShopSandbox } from '../../../apps/sandbox/prestashop/prestashop-sandbox.js';
import { describeConformance } from '../sdk/conformance.js';
import type { SimulatedAccount, SimulatedFault } from '../sdk/conformance-harness.js';
import { prestashop } from './prestashop.connector.js';

const ZONE = 'Europe/Warsaw';
/** A quiet winter day; nights of clock changes have specs of their own. */
const START = Date.parse('2026-01-15T10:00:00Z');
const WRONG_KEY = 'WRONGKEYWRONGKEYWRONGKEYWRONGK02';

type Resource = 'customers' | 'addresses' | 'orders';
const resourceOf = (stream: StreamName): Resource => {
  if (stream === 'customers' || stream === 'addresses' || stream === 'orders') return stream;
  throw new Error(`no stream ${stream}`);
};
const DAMAGE = { customers: 'bad-date', addresses: 'bad-date', orders: 'bad-total' } as const;
const FAULTS = { 'server-error': 'empty-500', hang: 'hang', 'half-answer': 'half-body', html: 'html', 'wrong-types': 'wrong-types' } as const;

async function start(profile: '1.6' | '9.0'): Promise<SimulatedAccount> {
  let nowMs = START;
  let turn = 0;
  const sandbox = await startPrestaShopSandbox({ profile, customers: 130, orders: 150, historyEnd: '2026-01-10T10:00:00Z', now: () => nowMs, timezone: ZONE });
  const { control } = sandbox;
  const change = (stream: StreamName, id: string): void => {
    turn += 1;
    const touch = { customers: control.touchCustomer, addresses: control.touchAddress, orders: control.touchOrder }[resourceOf(stream)];
    touch(Number(id), stream === 'orders' ? { payment: `Przelew ${String(turn)}` } : { company: `Wzorcowa ${String(turn)}` });
  };
  const rows = (resource: Resource): readonly number[] => control.ids(resource).filter((id) => resource !== 'addresses' || Number(control.record('addresses', id)?.['id_customer']) > 0);
  const first = control.record('customers', rows('customers')[0] ?? 0);
  let requests = 0;
  let listener: (() => void) | null = null;
  control.onRequest(() => {
    requests += 1;
    listener?.();
  });
  let stopped = false;
  return {
    credentials: { address: sandbox.url, key: sandbox.key },
    settings: { idField: 'prestashop_id', zone: ZONE, ordersPerPage: 12, othersPerPage: 10, adminUrl: `${sandbox.url}/admin123/` },
    wrongCredentials: { address: sandbox.url, key: WRONG_KEY },
    secrets: [sandbox.key, Buffer.from(`${sandbox.key}:`).toString('base64'), String(first?.['secure_key']), String(first?.['passwd'])],
    fault: (fault) => control.setFault(fault === null ? null : translate(fault)),
    removeRight: (stream) => {
      control.setKey({ rights: { [stream]: [] } });
      return stream;
    },
    ids: (stream) => rows(resourceOf(stream)).map(String),
    placedMs: (id) => localToUtc(String(control.record('orders', Number(id))?.['date_add']), ZONE),
    change,
    create: () => {
      control.sell(1);
      return String(control.ids('orders').at(-1));
    },
    changeSilently: (id) => control.sqlNewsletter(Number(id), control.record('customers', Number(id))?.['newsletter'] === 1 ? 0 : 1),
    remove: (stream, id) => control.hardDelete(resourceOf(stream), Number(id)),
    damage: (stream, id) => control.corrupt(resourceOf(stream), Number(id), DAMAGE[resourceOf(stream)]),
    heal: (stream, id) => control.heal(resourceOf(stream), Number(id)),
    changeAtOnce: (stream, ids) => {
      for (const id of ids) change(stream, id);
    },
    advance: (seconds) => {
      nowMs += seconds * 1_000;
    },
    nowMs: () => nowMs,
    requests: () => requests,
    onRequest: (next) => {
      listener = next;
    },
    stop: async () => {
      if (!stopped) await sandbox.stop();
      stopped = true;
    },
  };
}

function translate(fault: SimulatedFault): Parameters<Awaited<ReturnType<typeof startPrestaShopSandbox>>['control']['setFault']>[0] {
  const times = fault.times === undefined ? {} : { times: fault.times };
  if (fault.kind !== 'refuse') return { kind: FAULTS[fault.kind], ...times };
  return { kind: fault.status === 429 ? 'status-429' : 'status-503', body: 'html', ...times, ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }) };
}

describeConformance('PrestaShop 9.0', { definition: prestashop, start: () => start('9.0') });
describeConformance('PrestaShop 1.6', { definition: prestashop, start: () => start('1.6') });
