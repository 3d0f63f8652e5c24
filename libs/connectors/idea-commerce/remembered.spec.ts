import { Remembered } from './remembered.js';

function learner(): { readonly learn: () => Promise<number>; readonly asked: () => number } {
  let times = 0;
  return { learn: () => Promise.resolve((times += 1)), asked: () => times };
}

describe('what was learned', () => {
  it('is learned again when it is old, or the clock was set back', async () => {
    const { learn, asked } = learner();
    const memory = new Remembered<number>(1_000, 10);
    expect(await memory.of('a', 0, learn)).toBe(1);
    expect(await memory.of('a', 999, learn)).toBe(1);
    expect(await memory.of('a', 1_000, learn)).toBe(2);
    expect(await memory.of('a', -500, learn)).toBe(3);
    expect(asked()).toBe(3);
  });

  it('is never more than so many entries: the least recently learned goes first', async () => {
    const { learn, asked } = learner();
    const memory = new Remembered<number>(1_000, 2);
    for (const key of ['a', 'b', 'c']) await memory.of(key, 0, learn);
    await memory.of('b', 0, learn);
    expect(asked()).toBe(3);
    await memory.of('a', 0, learn);
    expect(asked()).toBe(4);
    await memory.of('b', 0, learn);
    expect(asked()).toBe(5);
  });

  it('is no failure', async () => {
    const { learn } = learner();
    const memory = new Remembered<number>(1_000, 2);
    await expect(memory.of('a', 0, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await memory.of('a', 0, learn)).toBe(1);
  });
});
