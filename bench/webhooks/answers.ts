import { byStatus, sendOpenLoop, slowestBySecond, type Sent } from '../load/open-loop.js';
import { percentiles, type Percentiles } from '../load/percentiles.js';
import { Poster, type Message } from '../load/post.js';
import { meter } from '../measure/meter.js';

/** How a receiver answered; ms from the moment each delivery was due. */
export type Answers = {
  readonly perSecond: number;
  readonly seconds: number;
  readonly ack: Percentiles;
  /** The slowest acknowledgement of each second, ms: shows whether the receiver was slow all the time or stood still at times. */
  readonly slowestBySecond: readonly number[];
  /** How late the sender itself was: what the acknowledgement would show of a receiver that takes no time. */
  readonly senderLate: Percentiles;
  readonly answers: Readonly<Record<string, number>>;
  /** By process; of the receiver also for 1,000 deliveries. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  readonly cpuPerThousand: number;
};

export type AnswersInput = {
  readonly address: string;
  readonly messages: readonly Message[];
  readonly perSecond: number;
  /** `receiver` is the one that answers. */
  readonly pids: Readonly<Record<string, number>> & { readonly receiver: number };
  readonly databaseUrl: string;
};

const WARM_UP = 1_000;

/** Sends some of the messages without measuring: the first ones of each shape meet code that is not compiled yet. */
export async function warmUp(address: string, messages: readonly Message[], perSecond: number): Promise<void> {
  await send(address, messages.slice(0, WARM_UP), perSecond);
}

async function send(address: string, messages: readonly Message[], perSecond: number): Promise<Sent[]> {
  const poster = new Poster(address);
  const post = (index: number): Promise<number> => {
    const message = messages[index];
    return message === undefined ? Promise.resolve(0) : poster.post(message);
  };
  const sent = await sendOpenLoop({ count: messages.length, perSecond, send: post });
  await poster.close();
  return sent;
}

export async function measureAnswers({ address, messages, perSecond, pids, databaseUrl }: AnswersInput): Promise<Answers> {
  const used = await meter(pids, databaseUrl);
  const started = performance.now();
  const sent = await send(address, messages, perSecond);
  const seconds = (performance.now() - started) / 1_000;
  const { cpuSeconds } = await used();
  return {
    perSecond,
    seconds: Math.round(seconds * 10) / 10,
    ack: percentiles(sent.map(({ latencyMs }) => latencyMs)),
    slowestBySecond: slowestBySecond(sent),
    senderLate: percentiles(sent.map(({ lateMs }) => lateMs)),
    answers: byStatus(sent),
    cpuSeconds,
    cpuPerThousand: Math.round((1_000_000 * (cpuSeconds['receiver'] ?? 0)) / messages.length) / 1_000,
  };
}
