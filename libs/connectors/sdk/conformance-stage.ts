import type { StreamName } from '#libs/domain/words.js';
import { openSimulated, streamNamed, type ConformanceHarness, type OpenedAccount, type SimulatedAccount } from './conformance-harness.js';
import type { Stream } from './stream.js';

/** A fresh simulated account for every test, opened and closed with it. */
export type Stage = { account: SimulatedAccount; opened: OpenedAccount; stream(name: StreamName): Stream; readonly streams: readonly Stream[]; /** Streams whose records can be read one by one. */ readonly addressable: readonly Stream[] };

export function useStage(harness: ConformanceHarness): Stage {
  let account: SimulatedAccount | null = null;
  let opened: OpenedAccount | null = null;
  beforeEach(async () => {
    account = await harness.start();
    opened = openSimulated(harness.definition, account);
  });
  afterEach(async () => {
    await opened?.close();
    await account?.stop();
    [account, opened] = [null, null];
  });
  const need = <T>(value: T | null): T => {
    if (value === null) throw new Error('the stage is set in beforeEach');
    return value;
  };
  return {
    get account() {
      return need(account);
    },
    get opened() {
      return need(opened);
    },
    get streams() {
      return need(opened).connector.streams;
    },
    get addressable() {
      return need(opened).connector.streams.filter((stream) => stream.byIds !== null);
    },
    stream: (name) => streamNamed(need(opened).connector, name),
  };
}
