import { readOffsets } from '../sdk/offset-pages.js';
import type { RecordLane } from '../sdk/stream.js';
import { growingList, type Source } from './source.js';

/** How many partners there are, and the pages they fill. */
export async function countPartners(source: Source, signal: AbortSignal): Promise<{ readonly records: number; readonly requests: number }> {
  const records = await source.count({}, signal);
  return { records, requests: Math.max(1, Math.ceil(records / source.pageSize)) };
}

/** All partners by offset: they have no date to be cut by, and are counted because newcomers land between the others (sheet section 4). */
export function partnersLane(source: Source): RecordLane {
  return {
    plan: async (_input, signal) => {
      const { records, requests } = await countPartners(source, signal);
      return records === 0 ? [] : [{ range: {}, cursor: null, expected: records, requests }];
    },
    read: ({ cursor, signal }) => readOffsets({ ...growingList(source, {}, signal), then: () => ({ cursor: { read: true }, done: true }) }, { cursor, signal }),
  };
}
