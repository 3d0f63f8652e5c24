import { PageQueue } from './page-queue.js';

/** A source whose answers are given by hand, so that the spec decides what is under way. */
function source(): { iterator: AsyncIterator<number>; asked: () => number; answer: (value: number | null) => void; fail: (error: Error) => void } {
  const waiting: { resolve: (result: IteratorResult<number>) => void; reject: (error: Error) => void }[] = [];
  let asked = 0;
  return {
    iterator: {
      next: () => {
        asked += 1;
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
    },
    asked: () => asked,
    answer: (value) => waiting.shift()?.resolve(value === null ? { done: true, value: undefined } : { done: false, value }),
    fail: (error) => waiting.shift()?.reject(error),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('pages pulled ahead', () => {
  it('asks for the next page while one is being written, and no further than its depth', async () => {
    const { iterator, asked, answer } = source();
    const queue = new PageQueue(iterator, 2, () => true);
    answer(1);
    expect(await queue.take(5)).toEqual([1]);
    answer(2);
    await turn();
    answer(3);
    await turn();
    expect(asked()).toBe(3);
    expect(await queue.take(5)).toEqual([2, 3]);
    await turn();
    expect(asked()).toBe(4);
    answer(null);
    expect(await queue.take(5)).toEqual([]);
    await queue.close();
  });

  it('hands out what was asked for before the time was up, then ends', async () => {
    const { iterator, asked, answer } = source();
    let open = true;
    const queue = new PageQueue(iterator, 5, () => open);
    open = false;
    answer(1);
    expect(await queue.take(5)).toEqual([1]);
    expect(await queue.take(5)).toEqual([]);
    expect(asked()).toBe(1);
    await queue.close();
  });

  it('gives the pages before a failure, then the failure', async () => {
    const { iterator, answer, fail } = source();
    const queue = new PageQueue(iterator, 5, () => true);
    answer(1);
    await turn();
    fail(new Error('half an answer'));
    await turn();
    expect(await queue.take(5)).toEqual([1]);
    await expect(queue.take(5)).rejects.toThrow('half an answer');
    await queue.close();
  });
});
