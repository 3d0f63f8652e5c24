import { join } from 'node:path';
import { projectRoot } from '#tools/project.js';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { runProgram } from '#tools/run-program.js';
import { innerLifetime } from '../service/inner-lifetime.js';
import { SimulatedAccount } from './account.js';
import type { LoopResult, LoopTask } from './loop/main.js';
import type { DeliveryOptions } from './options.js';
import { expectedEvent, type Dates } from './people.js';
import { compareEvents, type Truth } from './truth.js';

/** One way of the hand-written loop. `truth` is against what it has sent, as far as it got. */
export type LoopFigures = LoopResult & { readonly name: string; readonly perSecond: number; readonly lostPercent: number; readonly truth: Truth | null };

type Way = { readonly name: string; readonly inFlight: number; readonly tries: number; readonly faults: boolean; readonly mostSeconds: number };

const TIME_LIMIT_MS = 40 * 60_000;
const MANY = 8;
/** One call after another takes as long as the account's answers: a rate needs no more than a minute of it. */
const RATE_SECONDS = 60;
const NO_LIMIT = 30 * 60;

const WAYS: readonly Way[] = [
  { name: 'no faults, 1 in flight', inFlight: 1, tries: 1, faults: false, mostSeconds: RATE_SECONDS },
  { name: `no faults, ${String(MANY)} in flight`, inFlight: MANY, tries: 1, faults: false, mostSeconds: NO_LIMIT },
  { name: `faults, ${String(MANY)} in flight, no repeats`, inFlight: MANY, tries: 1, faults: true, mostSeconds: NO_LIMIT },
  { name: `faults, ${String(MANY)} in flight, repeated on error`, inFlight: MANY, tries: 5, faults: true, mostSeconds: NO_LIMIT },
];

async function runLoop(task: LoopTask): Promise<LoopResult> {
  const script = join(projectRoot(), 'dist/bench/delivery/loop/main.js');
  const { code, stdout, stderr } = await runProgram(process.execPath, [script], { timeoutMs: TIME_LIMIT_MS, env: { ...process.env, LOOP_TASK: JSON.stringify(task) } });
  if (code !== 0) throw new Error(`the hand-written loop failed: ${stderr}`);
  return JSON.parse(stdout) as LoopResult;
}

export type LoopInput = { readonly options: DeliveryOptions; readonly code: string; readonly dates: Dates };

async function onOwnAccount<T>(options: DeliveryOptions, lifetime: Lifetime, log: Log, work: (account: SimulatedAccount) => Promise<T>): Promise<T> {
  const inner = innerLifetime(lifetime, log);
  try {
    return await work(await SimulatedAccount.start('of the loop', options.latencyMs, inner, log));
  } finally {
    await inner.close();
  }
}

const rate = (result: LoopResult): number => Math.round((10 * result.sent) / result.seconds) / 10;

function eventsWay(way: Way, { options, code, dates }: LoopInput, lifetime: Lifetime, log: Log): Promise<LoopFigures> {
  return onOwnAccount(options, lifetime, log, async (account) => {
    const task = { account, people: options.people, code, dates };
    // Contacts first, as the relay does; outside the measured time and before the faults.
    await runLoop({ ...task, kind: 'contacts', count: options.people, inFlight: 1, tries: 1, mostSeconds: NO_LIMIT });
    await account.loseAnswers(way.faults ? options.lostPercent / 100 : 0, options.seed);
    const result = await runLoop({ ...task, kind: 'events', count: options.events, inFlight: way.inFlight, tries: way.tries, mostSeconds: way.mostSeconds });
    const truth = await compareEvents(account, Array.from({ length: result.sent }, (_, index) => expectedEvent(index, options.people, code, dates)));
    return { ...result, name: way.name, perSecond: rate(result), lostPercent: way.faults ? options.lostPercent : 0, truth };
  });
}

/** The same purchases by the loop, each way to an account of its own. */
export async function measureLoops(input: LoopInput, lifetime: Lifetime, log: Log): Promise<LoopFigures[]> {
  const figures: LoopFigures[] = [];
  for (const way of WAYS) {
    figures.push(await eventsWay(way, input, lifetime, log));
    log(`Hand-written loop, ${way.name}: ${String(figures.at(-1)?.perSecond)} events/s`);
  }
  return figures;
}

/** The same contacts by the loop, as fast as the account takes them and without looking whether they arrived. */
export function measureContactLoop({ options, code, dates }: LoopInput, lifetime: Lifetime, log: Log): Promise<LoopFigures> {
  return onOwnAccount(options, lifetime, log, async (account) => {
    const result = await runLoop({ account, people: options.contacts, code, dates, kind: 'contacts', count: options.contacts, inFlight: 1, tries: 1, mostSeconds: NO_LIMIT });
    return { ...result, name: 'batches of 50, 1 in flight, no reads', perSecond: rate(result), lostPercent: 0, truth: null };
  });
}
