import type { JsonObject } from '#libs/domain/words.js';
import { numberAt, objectAt } from '../sdk/cursor.js';
import type { Page } from '../sdk/page.js';
import type { PartPlan, PlanInput, ReadInput, RecordLane } from '../sdk/stream.js';
import { readChain } from './list-chain.js';
import { APPROVALS, CHANNELS, countStrangers, keyOf, listsOf, numbered, shopIds, stampOf, type Asked, type Reader } from './newsletter-lists.js';
import { newestStamp } from './source.js';
import { planWindow, positionBehind, windowOf } from './window.lane.js';

/** Lists are four a shop and say little: most approvals come with the client's own row at once. */
const EVERY_MS = 55 * 60_000;
const DAY_MS = 24 * 3_600_000;

const textsAt = (range: JsonObject, name: string): string[] => (Array.isArray(range[name]) ? (range[name] as string[]) : []);

/**
 * Lists of people without an account who have left. Their entries keep the date of joining (sheet section 4.3), so that no
 * window shows a leaving: the list is read whole when its length has changed, and once a day, because one who came back may
 * balance one who left.
 */
async function planLeavers(reader: Reader, shops: readonly string[], saved: JsonObject | null, signal: AbortSignal): Promise<{ readonly range: JsonObject; readonly requests: number }> {
  const before = objectAt(saved, 'leavers');
  const readMs = numberAt(saved, 'leaversMs') ?? 0;
  const isDaily = Math.abs(reader.nowMs() - readMs) >= DAY_MS;
  const lists = listsOf(shops).filter(({ approval }) => approval === 'n');
  const leavers: Record<string, number> = {};
  const whole: string[] = [];
  let requests = 0;
  for (const list of lists) {
    const total = await countStrangers(reader, list, signal);
    leavers[keyOf(list)] = total;
    if (total === 0 || (!isDaily && before[keyOf(list)] === total)) continue;
    whole.push(keyOf(list));
    requests += Math.ceil(total / reader.pageSize);
  }
  return { range: { leavers, whole, leaversMs: isDaily ? reader.nowMs() : readMs }, requests };
}

async function plan(reader: Reader, input: PlanInput, signal: AbortSignal): Promise<PartPlan[]> {
  const [shops, part] = [await shopIds(reader, signal), await planWindow(reader, input, signal)];
  const leavers = await planLeavers(reader, shops, input.saved, signal);
  return [{ ...part, range: { ...part.range, ...leavers.range, shops }, requests: shops.length * CHANNELS.length * APPROVALS.length + leavers.requests }];
}

/** What a part reads, one list after another: changes of all lists, then the lists of leavers that have to be read whole. */
function askedIn(range: JsonObject): Asked[] {
  const lists = listsOf(textsAt(range, 'shops'));
  const whole = new Set(textsAt(range, 'whole'));
  return [
    ...lists.map((list): Asked => ({ list, strangers: false, window: windowOf(range) })),
    ...lists.filter((list) => whole.has(keyOf(list))).map((list): Asked => ({ list, strangers: true, window: null })),
  ];
}

/** One part for all lists: they share the window and the position that is saved behind the last of them. */
function read(reader: Reader, { range, cursor, signal }: ReadInput): AsyncGenerator<Page> {
  const [window, all] = [windowOf(range), askedIn(range)];
  const askedAt = (index: number): Asked => {
    const asked = all[index];
    if (asked === undefined) throw new Error(`no list ${String(index)}`);
    return asked;
  };
  return readChain(
    {
      count: all.length, from: window.from,
      list: (index, more) => numbered(reader, askedAt(index), signal, more),
      seen: (index, rows, before) => (askedAt(index).window === null ? before : newestStamp(rows, stampOf(askedAt(index).list), window, before)),
      after: (seen) => ({ high: positionBehind(range, seen), leavers: range['leavers'] ?? {}, leaversMs: range['leaversMs'] ?? 0 }),
    },
    { cursor, signal },
  );
}

/** What changed in the newsletter lists, hourly. */
export function subscriberChanges(reader: Reader): RecordLane {
  return { everyMs: EVERY_MS, plan: (input, signal) => plan(reader, input, signal), read: (input) => read(reader, input) };
}
