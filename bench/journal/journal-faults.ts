import { setTimeout as delay } from 'node:timers/promises';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { Random } from '../kill/random.js';
import { serverVersion } from '../measure/database.js';
import { machine } from '../measure/machine.js';
import { compare, type Verdict } from './compare.js';
import { openHouse, SHORTER, type House } from './house.js';
import { killAtMoments, type Victim } from './killer.js';
import { Ledger } from './ledger.js';
import { mostInAnyMinute } from './most-in-a-minute.js';
import { readJournalOptions, type JournalOptions } from './options.js';
import { untilQuiet } from './quiet.js';
import { journalTable } from './table.js';
import { trade } from './trade.js';

export type JournalFigures = {
  readonly finished: boolean;
  readonly seconds: number;
  /** Orders, those born of others included. */
  readonly sold: number;
  /** Of them to be sent. */
  readonly expected: number;
  readonly acts: Readonly<Record<string, number>>;
  readonly unseen: readonly string[];
  readonly kills: readonly Victim[];
  readonly verdict: Verdict;
  readonly requests: { readonly total: number; readonly byMethod: Readonly<Record<string, number>>; readonly mostInAMinute: number; readonly allowedPerMinute: number; readonly shareUsed: number; readonly blocks: number };
};

const MINUTE_MS = 60_000;
/** 80 % of the documented 100. */
const ALLOWED = 80;
/** Orders are dated by whole seconds: those of the second in which the route began would count as before it. */
const NEXT_SECOND_MS = 1_500;

async function tradeUnderFire(house: House, options: JournalOptions, log: Log): Promise<JournalFigures> {
  const { market, launched } = house;
  await delay(NEXT_SECOND_MS);
  const [ledger, startedAt] = [new Ledger(), performance.now()];
  const untilMs = startedAt + options.limitMinutes * MINUTE_MS;
  const before = await market.requests();
  let people = 0;
  let ended = false;
  const over = (): boolean => ended || performance.now() > untilMs;
  const spreadMs = (options.orders / options.perMinute) * MINUTE_MS;
  const killer = killAtMoments({ launched, random: new Random(options.seed + 1), kills: options.kills, spreadMs, over, log });
  const stage = { house, ledger, random: new Random(options.seed), over, next: () => (people += 1) };
  try {
    await trade(stage, options, () => { log(`All orders are sold after ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`); });
    const kills = await killer;
    const finished = await untilQuiet(house, untilMs, log);
    const seconds = (performance.now() - startedAt) / 1_000;
    const [after, times] = [await market.requests(), await market.requestTimes()];
    const total = after.total - before.total;
    return {
      finished, seconds, kills, sold: ledger.orders.size, expected: [...ledger.orders.values()].filter((one) => 'email' in one).length, acts: Object.fromEntries(ledger.acts), unseen: ledger.unseen, verdict: await compare(house, ledger),
      requests: { total, byMethod: Object.fromEntries(Object.entries(after.byMethod).map(([name, count]) => [name, count - (before.byMethod[name] ?? 0)])), mostInAMinute: mostInAnyMinute(times), allowedPerMinute: ALLOWED, shareUsed: total / ((ALLOWED * seconds) / 60), blocks: await market.blocks() },
    };
  } finally {
    ended = true;
  }
}

function brokenIn({ finished, verdict, requests, kills, unseen }: JournalFigures, options: JournalOptions): string[] {
  const { entries } = verdict;
  const none = (count: number, what: string): string[] => (count === 0 ? [] : [`${String(count)} ${what}`]);
  return [
    ...(finished ? [] : [`something still waited after ${String(options.limitMinutes)} minutes`]),
    ...none(verdict.missing.length, 'purchases missing'), ...none(verdict.doubled.length, 'orders with several purchases'), ...none(verdict.surplus.length, 'purchases of orders that are to have none'),
    ...none(verdict.wrongValue.length, 'purchases of another value'), ...none(verdict.wrongPerson.length, 'purchases of another person'), ...none(unseen.length, 'purchases that were waited for and did not come'),
    ...none(entries.missing, 'entries of the journal not stored'), ...none(entries.surplus, 'entries of the journal stored twice or made up'),
    ...none(requests.blocks, 'blocks of the account'), ...(requests.mostInAMinute <= requests.allowedPerMinute ? [] : [`${String(requests.mostInAMinute)} requests within one minute`]),
    ...(kills.length === options.kills ? [] : [`${String(kills.length)} of ${String(options.kills)} kills fitted into the run`]),
  ];
}

/** @throws Problem for wrong options or when something cannot be started */
export async function journalFaults(args: readonly string[], lifetime: Lifetime, log: Log): Promise<object> {
  const options = readJournalOptions(args);
  const host = machine();
  const house = await openHouse(options.seed, lifetime, log);
  try {
    const figures = await tradeUnderFire(house, options, log);
    log(`\n${journalTable(figures)}\n`);
    const { missing, doubled, surplus, wrongValue, wrongPerson } = figures.verdict;
    for (const text of [missing, doubled, surplus, wrongValue, wrongPerson, figures.unseen].flatMap((texts) => texts.slice(0, 5))) log(`  ${text}`);
    const broken = brokenIn(figures, options);
    for (const fault of broken) log(`BROKEN: ${fault}`);
    if (broken.length > 0) process.exitCode = 1;
    return { scenario: 'journal-faults', ok: broken.length === 0, broken, options, machine: host, server: await serverVersion(house.launched.databaseUrl), shorterWaits: SHORTER, ...figures };
  } finally {
    await house.close();
  }
}
