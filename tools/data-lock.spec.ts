import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from './data-lock.js';

describe('lockDataDir', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sztafeta-lock-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps a second program off until the first gives the lock back', () => {
    const unlock = lockDataDir(folder);
    expect(() => lockDataDir(folder)).toThrow(`already runs with the data in ${folder} (process ${process.pid})`);
    unlock();
    expect(lockDataDir(folder)).toBeInstanceOf(Function);
  });

  it.each([
    ['a killed run', '2147483000\nnode start.js'],
    ['a run whose pid another program has now', `${process.pid}\nnode start.js`],
    ['half a write', ''],
  ])('takes over the lock of %s', (_case, content) => {
    writeFileSync(join(folder, 'running.pid'), content);
    expect(lockDataDir(folder)).toBeInstanceOf(Function);
    expect(() => lockDataDir(folder)).toThrow('already runs');
  });
});
