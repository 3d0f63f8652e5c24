import type { Log } from '#tools/progress.js';
import type { Message } from '../load/post.js';
import { measureAnswers, warmUp, type Answers } from './answers.js';
import { measureBare } from './bare-side.js';
import { gather, shortfalls, type Evidence, type Start } from './evidence.js';
import type { House } from './house.js';
import { countedBy, databaseNow, untilDrained, waitingIn } from './inbox.js';
import { changeAll, chooseNames, type Names } from './names.js';
import { mixOf, type WebhookOptions } from './options.js';
import { panelMessages } from './payloads.js';

export type Acknowledgement = {
  readonly service: Answers;
  /** Answers 204 and does nothing. */
  readonly bare: Answers;
  /** One INSERT of the body for each delivery. */
  readonly insert: Answers;
  /** Records in the inbox when the last delivery was answered, and how long they took from then on. */
  readonly backlog: number;
  readonly drainSeconds: number;
  readonly evidence: Evidence;
  readonly broken: readonly string[];
};

const DRAIN_LIMIT_MS = 15 * 60_000;

/**
 * The deliveries the panel would send about these records. Some are sent at once, to warm up; then every record is changed,
 * so that none is up to date. The deliveries themselves are older than that, which must not matter.
 */
export async function prepare(house: House, names: Names, street: string, { seed, perSecond }: WebhookOptions): Promise<readonly Message[]> {
  const messages = await panelMessages(house.panel, names, seed);
  await warmUp(house.address, messages, perSecond);
  await untilDrained(house, DRAIN_LIMIT_MS);
  await changeAll(house.panel, names, street);
  return messages;
}

/** Where counting begins; the panel forgets what it was asked before. */
export async function begin(house: House): Promise<Start> {
  await house.panel.resetStats();
  const { received, stored } = await countedBy(house);
  // The database runs on this machine: both clocks are one.
  return { at: await databaseNow(house), atMs: Date.now(), received, stored };
}

export const pidsOf = ({ launched, panel }: House): Record<'receiver' | 'worker' | 'temporal' | 'postgres' | 'panel', number> => {
  const { api, worker, temporal, postgres } = launched.pids();
  return { receiver: api, worker, temporal, postgres, panel: panel.pid };
};

/** Deliveries at a fixed rate while the worker applies them, then the same to both bare servers. */
export async function measureAcknowledgement(house: House, options: WebhookOptions, log: Log): Promise<Acknowledgement> {
  const { perSecond, seconds } = options;
  const { databaseUrl } = house.launched;
  const names = await chooseNames(house, mixOf(perSecond * seconds, 'acknowledged'));
  const messages = await prepare(house, names, 'ul. Potwierdzona 1', options);
  log(`A. ${String(messages.length)} deliveries about as many records, ${String(perSecond)} a second`);
  const start = await begin(house);
  const service = await measureAnswers({ address: house.address, messages, perSecond, pids: pidsOf(house), databaseUrl });
  const [backlog, sentAt] = [await waitingIn(house), performance.now()];
  await untilDrained(house, DRAIN_LIMIT_MS);
  const drainSeconds = Math.round((performance.now() - sentAt) / 100) / 10;
  const evidence = await gather(house, names, start);
  log('The same deliveries to a bare server, and to one that inserts each');
  const { bare, insert, inserted } = await measureBare({ messages, perSecond, serverUrl: databaseUrl, postgresPid: house.launched.pids().postgres });
  const broken = [...shortfalls('acknowledgement', evidence, service.answers), ...(inserted === messages.length ? [] : ['the baseline did not insert every delivery'])];
  return { service, bare, insert, backlog, drainSeconds, evidence, broken };
}
