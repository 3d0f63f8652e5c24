import type { StreamName } from '#libs/domain/words.js';
import { startIdeaCommerceSandbox, type IdeaCommerceSandbox } from '../../../apps/sandbox/idea-commerce/idea-commerce-sandbox.js';
import type { IdeaCommerceSandboxOptions } from '../../../apps/sandbox/idea-commerce/options.js';
import { describeConformance } from '../sdk/conformance.js';
import type { SimulatedAccount, SimulatedFault } from '../sdk/conformance-harness.js';
import { ideaCommerce } from './idea-commerce.connector.js';

/** A quiet winter day; nights of clock changes are no matter where times are UTC. */
const START = Date.parse('2026-01-15T10:00:00Z');
const FAULTS = { 'server-error': 'status-500', hang: 'hang', 'half-answer': 'half-body', html: 'html', 'wrong-types': 'wrong-types' } as const;
const LISTS = { customers: 'partners', orders: 'orders' } as const;

const listOf = (stream: StreamName): 'orders' | 'partners' => {
  if (stream === 'customers' || stream === 'orders') return LISTS[stream];
  throw new Error(`no stream ${stream}`);
};

function translate(fault: SimulatedFault): Parameters<IdeaCommerceSandbox['control']['setFault']>[0] {
  const times = fault.times === undefined ? {} : { times: fault.times };
  if (fault.kind !== 'refuse') return { kind: FAULTS[fault.kind], ...times };
  return { kind: fault.status === 429 ? 'status-429' : 'status-503', ...times, ...(fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter }) };
}

async function start(options: IdeaCommerceSandboxOptions): Promise<SimulatedAccount> {
  let nowMs = START;
  let turn = 0;
  const sandbox = await startIdeaCommerceSandbox({ orders: 130, historyEnd: '2026-01-10T10:00:00Z', ratePerMinute: 0, now: () => nowMs, ...options });
  const { control } = sandbox;
  // Every partner is a person, so that each becomes a record (see `isOfOrder`).
  for (const { id } of control.partners()) control.editPartner(id, { email: `osoba${String(id)}@example.com`, type: 'contact' });
  const change = (stream: StreamName, id: string): void => {
    turn += 1;
    if (listOf(stream) === 'orders') control.touch(Number(id));
    else control.editPartner(Number(id), { city: `Miasto ${String(turn)}` });
  };
  let requests = 0;
  let listener: (() => void) | null = null;
  control.onRequest(() => {
    requests += 1;
    listener?.();
  });
  let stopped = false;
  return {
    credentials: { instance: sandbox.about['instance'], token: sandbox.key, apiAddress: sandbox.url },
    settings: { idField: 'idea_id', lastOrderField: 'last_order', rowsPerPage: 12 },
    wrongCredentials: { instance: sandbox.about['instance'], token: 'another-invented-token', apiAddress: sandbox.url },
    // The token, and what is hidden in the links of every order.
    secrets: control.secrets(),
    fault: (fault) => control.setFault(fault === null ? null : translate(fault)),
    removeRight: (stream) => {
      control.forbid([listOf(stream)]);
      return listOf(stream);
    },
    ids: (stream) => (listOf(stream) === 'orders' ? control.ids() : control.partnerIds()).map(String),
    placedMs: (id) => control.order(Number(id))?.orderedMs ?? null,
    change,
    create: () => String(control.sell()),
    changeSilently: (id, stream) => change(stream, id),
    remove: (stream, id) => (listOf(stream) === 'orders' ? control.remove(Number(id)) : control.removePartner(Number(id))),
    damage: (stream, id) => control.damage(listOf(stream), Number(id), listOf(stream) === 'orders' ? 'bad-total' : 'bad-type'),
    heal: (stream, id) => control.heal(listOf(stream), Number(id)),
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

const following = { definition: ideaCommerce, editsMoveNoDate: true, followsClock: true } as const;

describeConformance('IDEA Commerce', { ...following, start: () => start({}) });
describeConformance('IDEA Commerce where nothing is sorted and nothing is taken for granted', {
  ...following,
  start: () => start({ seed: 7, orderBy: 'ignored', idFrom: 'exclusive', dateForm: 'fraction', nulls: 'false', amounts: 'text', wrongToken: 403, pydantic: 1, partnerOrder: 'id', maxLimit: 10 }),
});
