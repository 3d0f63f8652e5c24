import { createHash } from 'node:crypto';
import { localToUtc } from '#libs/domain/local-time.js';
import type { StreamName } from '#libs/domain/words.js';
import { startIdoSellSandbox, type IdoSellSandbox } from '../../../apps/sandbox/idosell/idosell-sandbox.js';
import type { IdoSellSandboxOptions } from '../../../apps/sandbox/idosell/options.js';
import { describeConformance } from '../sdk/conformance.js';
import type { SimulatedAccount, SimulatedFault } from '../sdk/conformance-harness.js';
import { idosell } from './idosell.connector.js';

const ZONE = 'Europe/Warsaw';
/** A quiet winter day; nights of clock changes have specs of their own. */
const START = Date.parse('2026-01-15T10:00:00Z');
const WRONG_KEY = Buffer.from('application1:ANOTHER-INVENTED-SECRET').toString('base64');

const FAULTS = { 'server-error': 'html-500', hang: 'hang', 'half-answer': 'half-body', html: 'html', 'wrong-types': 'wrong-types' } as const;
const MODULES = { customers: 'CRM', orders: 'OMS', subscribers: 'CRM', products: 'PIM' } as const;
type Known = keyof typeof MODULES;
const known = (stream: StreamName): Known => {
  if (stream === 'customers' || stream === 'orders' || stream === 'subscribers' || stream === 'products') return stream;
  throw new Error(`no stream ${stream}`);
};

function translate(fault: SimulatedFault): Parameters<IdoSellSandbox['control']['setFault']>[0] {
  const times = fault.times === undefined ? {} : { times: fault.times };
  if (fault.kind !== 'refuse') return { kind: FAULTS[fault.kind], ...times };
  return { kind: fault.status === 429 ? 'status-429' : 'status-503', ...times, ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }) };
}

type Subscription = ReturnType<IdoSellSandbox['control']['subscriptions']>[number];

/** The entry's id as the connector makes it; only people without an account are in the whole lists. */
function entryId({ channel, shopId, address, registered, clientId }: Subscription): string {
  if (registered) return `${channel}-${String(shopId)}-${String(clientId)}`;
  const text = channel === 'email' ? address.toLowerCase() : address.replace(/[^\d+]/gu, '');
  return `${channel}-${String(shopId)}-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

async function start(options: IdoSellSandboxOptions, settings: Readonly<Record<string, unknown>> = {}): Promise<SimulatedAccount> {
  let nowMs = START;
  let turn = 0;
  const sandbox = await startIdoSellSandbox({ clients: 130, orders: 150, subscribers: 60, historyEnd: '2026-01-10T10:00:00Z', now: () => nowMs, ...options });
  const { control } = sandbox;
  const strangers = (): Subscription[] => control.subscriptions().filter((entry) => !entry.registered);
  const entries = (): Map<string, Subscription> => new Map(strangers().map((entry) => [entryId(entry), entry]));
  const entry = (id: string): Subscription => {
    const found = entries().get(id);
    if (found === undefined) throw new Error(`no entry ${id}`);
    return found;
  };
  const change = (stream: StreamName, id: string): void => {
    turn += 1;
    if (stream === 'customers') control.touchClient(Number(id), { firm: `Wzorcowa ${String(turn)}` });
    else if (stream === 'orders') control.touchOrder(Number(id), { note: `Uwaga ${String(turn)}` });
    else if (stream === 'products') control.touchProduct(Number(id), { producer: `Wytwórnia ${String(turn)}` });
    else {
      const { address, shopId, channel, approval } = entry(id);
      if (approval === 'y') control.unsubscribe(address, shopId, channel);
      else control.subscribe(address, shopId, channel);
    }
  };
  let requests = 0;
  let listener: (() => void) | null = null;
  control.onRequest(() => {
    requests += 1;
    listener?.();
  });
  let stopped = false;
  const resource = { customers: 'clients', orders: 'orders', subscribers: 'newsletter', products: 'products' } as const;
  /** Rows of lists have no numbers of their own: -1, -2, … as the sandbox counts them, one for all shops of an address. */
  const numberOf = (stream: StreamName, id: string): number => {
    if (stream !== 'subscribers') return Number(id);
    const rows = [...new Set(strangers().map((one) => `${one.channel} ${one.address}`))];
    return -1 - rows.indexOf(`${entry(id).channel} ${entry(id).address}`);
  };
  return {
    credentials: { address: sandbox.url, key: sandbox.key },
    settings: { idField: 'idosell_id', lastOrderField: 'last_order', rowsPerPage: 10, requestsPerMinute: 3_000, ...settings },
    wrongCredentials: { address: sandbox.url, key: WRONG_KEY },
    secrets: [sandbox.key],
    fault: (fault) => control.setFault(fault === null ? null : translate(fault)),
    removeRight: (stream) => {
      const module = MODULES[known(stream)];
      control.setKey({ rights: { [module]: '' } });
      return module.toLowerCase();
    },
    ids: (stream) => {
      if (stream === 'customers') return control.ids('clients').map(String);
      if (stream === 'orders' || stream === 'products') return control.ids(stream).map(String);
      return strangers().map(entryId);
    },
    placedMs: (id) => {
      const details = control.record('orders', Number(id))?.['orderDetails'] as { orderAddDate?: string } | undefined;
      return localToUtc(details?.orderAddDate ?? '', ZONE);
    },
    change,
    create: () => String(control.sell(1).orders.at(-1)),
    changeSilently: (id) => control.editSilently(Number(id), { city: 'Cicho' }),
    remove: (stream, id) => {
      if (stream === 'orders') control.removeOrder(Number(id));
      else if (stream === 'products') control.removeProduct(Number(id));
      else control.removeClient(Number(id));
    },
    damage: (stream, id) => control.corrupt(resource[known(stream)], numberOf(stream, id), stream === 'orders' || stream === 'products' ? 'bad-total' : 'bad-date'),
    heal: (stream, id) => control.heal(resource[known(stream)], numberOf(stream, id)),
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

describeConformance('IdoSell v8', { definition: idosell, quietRequests: 8, followsClock: true, start: () => start({}, { products: true }) });
describeConformance('IdoSell of a panel with two shops that sorts nothing', { definition: idosell, quietRequests: 15, followsClock: true, start: () => start({ shops: 2, clientOrder: 'id-desc', ignoreOrdersBy: true, modificationGranularity: 'date', leavingMovesDate: true, seed: 12 }, { products: true }) });
