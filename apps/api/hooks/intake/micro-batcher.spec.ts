import { MicroBatcher, Overfull } from './micro-batcher.js';

/** Only what the spec does makes a batch go: the time is far longer than any test. */
const NEVER = 3_600_000;
const SHOP = 'shop';

describe('MicroBatcher', () => {
  let written: number[][];
  let gate: { readonly passed: Promise<void>; open: () => void } | null;
  let failing: Set<number>;

  beforeEach(() => {
    written = [];
    failing = new Set();
    gate = null;
  });

  const close = (): void => {
    let open: () => void = () => undefined;
    const passed = new Promise<void>((resolve) => (open = resolve));
    gate = { passed, open };
  };
  const batcher = (over: { mostWeight?: number; mostWaiting?: number; mostWaitingEach?: number; waitMs?: number } = {}): MicroBatcher<number> =>
    new MicroBatcher<number>({
      write: async (items) => {
        await gate?.passed;
        if (items.some((item) => failing.has(item))) throw new Error('refused');
        written.push([...items]);
      },
      waitMs: NEVER, mostWeight: 3, mostWaiting: 100, mostWaitingEach: 100, ...over,
    });

  it('writes what comes together as one, in order', async () => {
    const all = batcher({ waitMs: 1, mostWeight: 100 });
    await Promise.all([1, 2, 3].map((n) => all.add(n, 1, SHOP)));
    expect(written).toEqual([[1, 2, 3]]);
  });

  it('does not wait once a batch is heavy enough, and cuts it there', async () => {
    const all = batcher();
    const first = all.add(1, 1, SHOP);
    expect(written).toEqual([]);
    await Promise.all([first, all.add(2, 2, SHOP)]);
    expect(written).toEqual([[1, 2]]);
    await all.add(9, 50, SHOP);
    expect(written).toEqual([[1, 2], [9]]);
  });

  it('writes one batch at a time; what comes meanwhile is the next', async () => {
    close();
    const all = batcher();
    const first = all.add(1, 3, SHOP);
    const others = [2, 3].map((n) => all.add(n, 1, SHOP));
    gate?.open();
    await Promise.all([first, ...others]);
    expect(written).toEqual([[1], [2, 3]]);
  });

  it('tells everybody of a batch that failed, and nobody else', async () => {
    close();
    const all = batcher();
    failing.add(2);
    const first = all.add(1, 3, SHOP);
    const second = Promise.allSettled([all.add(2, 1, SHOP), all.add(3, 2, SHOP)]);
    const third = all.add(4, 3, SHOP);
    gate?.open();
    await first;
    expect((await second).map((result) => result.status)).toEqual(['rejected', 'rejected']);
    await third;
    expect(written).toEqual([[1], [4]]);
    await all.add(5, 3, SHOP);
    expect(written.at(-1)).toEqual([5]);
  });

  it('refuses at once when too much is waiting, and takes again when it is written', async () => {
    close();
    const all = batcher({ mostWaiting: 4 });
    const held = [all.add(1, 3, SHOP), all.add(2, 1, SHOP)];
    await expect(all.add(3, 1, SHOP)).rejects.toThrow(Overfull);
    gate?.open();
    await Promise.all(held);
    await all.flush();
    await all.add(4, 4, SHOP);
    expect(written).toEqual([[1], [2], [4]]);
  });

  it('refuses one whose share is full, and takes what others bring', async () => {
    close();
    const all = batcher({ mostWaitingEach: 4 });
    const held = [all.add(1, 3, SHOP), all.add(2, 1, SHOP)];
    await expect(all.add(3, 1, SHOP)).rejects.toThrow(Overfull);
    held.push(all.add(4, 4, 'another shop'));
    gate?.open();
    await Promise.all(held);
    await all.flush();
    await all.add(5, 4, SHOP);
    expect(written.flat()).toEqual([1, 2, 4, 5]);
  });

  it('has written everything when it is flushed', async () => {
    close();
    const all = batcher();
    const held = [all.add(1, 3, SHOP), all.add(2, 1, SHOP)];
    const flushed = all.flush();
    gate?.open();
    await flushed;
    expect(written).toEqual([[1], [2]]);
    await Promise.all(held);
    await all.flush();
  });
});
