import type { Write } from './account.js';

/** The pace of an export as the account saw it. */
export type Pace = {
  readonly setting: number;
  readonly contacts: number;
  readonly calls: number;
  readonly seconds: number;
  /** Contacts a minute from the first to the last call. */
  readonly kept: number;
  readonly offPercent: number;
};

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Contacts of the first call stand at the beginning of the time and not in it. */
export function paceOf(writes: readonly Write[], endpoint: string, setting: number): Pace {
  const own = writes.filter((write) => write.endpoint === endpoint);
  const [first, last] = [own[0], own.at(-1)];
  const contacts = own.reduce((sum, write) => sum + write.contacts, 0);
  const seconds = first === undefined || last === undefined ? 0 : (last.at - first.at) / 1_000;
  const kept = seconds === 0 ? 0 : (60 * (contacts - (first?.contacts ?? 0))) / seconds;
  return { setting, contacts, calls: own.length, seconds: tenth(seconds), kept: tenth(kept), offPercent: tenth((100 * (kept - setting)) / setting) };
}
