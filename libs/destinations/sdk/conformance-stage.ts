import { openSimulated, type DestinationHarness, type OpenedDestination, type SimulatedDestination } from './conformance-harness.js';
import type { Destination } from './destination.js';

/** A fresh simulated account for every test, opened and closed with it. */
export type Stage = { readonly account: SimulatedDestination; readonly opened: OpenedDestination; readonly destination: Destination; close(): Promise<void> };

export function useStage(harness: DestinationHarness): Stage {
  let account: SimulatedDestination | null = null;
  let opened: OpenedDestination | null = null;
  beforeEach(async () => {
    account = await harness.start();
    opened = openSimulated(harness.definition, account);
  });
  const close = async (): Promise<void> => {
    await opened?.close();
    await account?.stop();
    [account, opened] = [null, null];
  };
  afterEach(close);
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
    get destination() {
      return need(opened).destination;
    },
    close,
  };
}
