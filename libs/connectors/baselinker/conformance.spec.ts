import { startBaselinkerSandbox, type BaselinkerSandbox } from '../../../apps/sandbox/baselinker/baselinker-sandbox.js';
import type { BaselinkerSandboxOptions } from '../../../apps/sandbox/baselinker/options.js';
import { describeConformance } from '../sdk/conformance.js';
import type { SimulatedAccount, SimulatedFault } from '../sdk/conformance-harness.js';
import { baselinker } from './baselinker.connector.js';

const START = Date.parse('2026-01-15T10:00:00Z');
const FAULTS = { 'server-error': 'html-502', hang: 'hang', 'half-answer': 'half-body', html: 'html', 'wrong-types': 'wrong-types' } as const;

function translate(fault: SimulatedFault): Parameters<BaselinkerSandbox['control']['setFault']>[0] {
  const times = fault.times === undefined ? {} : { times: fault.times };
  if (fault.kind !== 'refuse') return { kind: FAULTS[fault.kind], ...times };
  return { kind: fault.status === 429 ? 'status-429' : 'status-503', ...times, ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }) };
}

async function start(options: BaselinkerSandboxOptions): Promise<SimulatedAccount> {
  let nowMs = START;
  let turn = 0;
  const sandbox = await startBaselinkerSandbox({ orders: 700, historyEnd: '2026-01-10T10:00:00Z', ratePerMinute: 0, now: () => nowMs, ...options });
  const { control } = sandbox;
  const confirmed = (): string[] => control.orders().filter((order) => order.confirmed).map((order) => String(order.id));
  const change = (id: string): void => {
    turn += 1;
    control.editOrder(Number(id), { userComments: `Uwaga ${String(turn)}` });
  };
  let requests = 0;
  let listener: (() => void) | null = null;
  control.onRequest(() => {
    requests += 1;
    listener?.();
  });
  let stopped = false;
  return {
    credentials: { token: sandbox.key, endpoint: sandbox.url },
    settings: {},
    wrongCredentials: { token: '9001-70001-ANOTHERINVENTEDTOKEN', endpoint: sandbox.url },
    // The secret part of the order page is hidden in every row.
    secrets: [sandbox.key, ...control.orders().slice(0, 20).map((order) => order.slug)],
    fault: (fault) => control.setFault(fault === null ? null : translate(fault)),
    removeRight: () => {
      control.forbid(['getOrders']);
      return 'orders';
    },
    ids: confirmed,
    placedMs: (id) => (control.order(Number(id))?.dateAdd ?? 0) * 1_000,
    change: (_stream, id) => change(id),
    create: () => String(control.sell()),
    changeSilently: null,
    remove: (_stream, id) => control.remove(Number(id)),
    damage: (_stream, id) => control.damage(Number(id), 'bad-total'),
    heal: (_stream, id) => control.heal(Number(id)),
    changeAtOnce: (_stream, ids) => {
      for (const id of ids) change(id);
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

describeConformance('BaseLinker', { definition: baselinker, editsMoveNoDate: true, start: () => start({}) });
describeConformance('BaseLinker with rows of every year', { definition: baselinker, editsMoveNoDate: true, start: () => start({ seed: 7, typeDrift: 'mixed', productsAsObject: true, deletedOrder: 'error' }) });
