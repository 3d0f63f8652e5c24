import { newHookToken } from '#libs/security/hook-token.js';
import { HookDirectory, type HookTarget } from './hook-directory.js';

const TARGET: HookTarget = { workspaceId: 'w', integrationId: 'i', platform: 'idosell', code: 'idosell-1', state: 'running', deleted: false };

describe('HookDirectory', () => {
  let now: number;
  let asked: number;
  let answer: () => Promise<HookTarget[]>;
  let directory: HookDirectory;

  beforeEach(() => {
    now = 0;
    asked = 0;
    answer = () => Promise.resolve([TARGET]);
    const ask = async (): Promise<HookTarget | null> => {
      asked += 1;
      return (await answer())[0] ?? null;
    };
    directory = new HookDirectory(ask, { freshMs: 2_000, most: 3, nowMs: () => now });
  });

  it('asks once for many deliveries, at the same time or soon after', async () => {
    const token = newHookToken();
    expect(await Promise.all([directory.find(token), directory.find(token)])).toEqual([TARGET, TARGET]);
    now = 1_999;
    await directory.find(token);
    expect(asked).toBe(1);
  });

  it('sees a stop by another process within its time', async () => {
    const token = newHookToken();
    await directory.find(token);
    answer = () => Promise.resolve([{ ...TARGET, state: 'stopped' }]);
    now = 2_000;
    expect(await directory.find(token)).toMatchObject({ state: 'stopped' });
  });

  it('forgets at once when it is told to', async () => {
    const token = newHookToken();
    await directory.find(token);
    answer = () => Promise.resolve([]);
    directory.forget();
    expect(await directory.find(token)).toBeNull();
  });

  it('asks nobody about what cannot be a token', async () => {
    expect(await directory.find('nonsense')).toBeNull();
    expect(await directory.find('')).toBeNull();
    expect(asked).toBe(0);
  });

  it('remembers tokens nobody has, but not endlessly many', async () => {
    answer = () => Promise.resolve([]);
    const [first = '', ...others] = Array.from({ length: 4 }, newHookToken);
    await directory.find(first);
    await directory.find(first);
    expect(asked).toBe(1);
    for (const token of others) await directory.find(token);
    await directory.find(first);
    expect(asked).toBe(5);
  });

  it('does not remember that the database was away', async () => {
    const token = newHookToken();
    answer = () => Promise.reject(new Error('connect ECONNREFUSED'));
    await expect(directory.find(token)).rejects.toThrow('ECONNREFUSED');
    answer = () => Promise.resolve([TARGET]);
    expect(await directory.find(token)).toEqual(TARGET);
  });
});
