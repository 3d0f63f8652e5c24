import { hookTokenHash, isHookToken, newHookToken } from './hook-token.js';

describe('hook tokens', () => {
  it('are long, different each time, and fit into an address as they are', () => {
    const tokens = Array.from({ length: 100 }, newHookToken);
    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) {
      expect(token).toMatch(/^szh_[\w-]{43}$/u);
      expect(encodeURIComponent(token)).toBe(token);
      expect(isHookToken(token)).toBe(true);
    }
  });

  it.each(['', '-', 'szh_', `szt_${'a'.repeat(43)}`, `szh_${'a'.repeat(42)}`, `szh_${'a'.repeat(44)}`, `szh_${'ą'.repeat(43)}`, `szh_${'a'.repeat(43)}\n`])('are told from other texts: %j', (text) => {
    expect(isHookToken(text)).toBe(false);
  });

  it('are stored as a hash that does not show them', () => {
    const token = newHookToken();
    expect(hookTokenHash(token)).toHaveLength(32);
    expect(hookTokenHash(token)).toEqual(hookTokenHash(token));
    expect(hookTokenHash(token)).not.toEqual(hookTokenHash(newHookToken()));
  });
});
