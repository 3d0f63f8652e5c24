import { isCallbackToken, isFeedToken, newCallbackToken, newFeedToken, routeTokenHash } from './route-tokens.js';

describe.each([
  { kind: 'callback', prefix: 'szc_', other: 'szf_', make: newCallbackToken, is: isCallbackToken },
  { kind: 'feed', prefix: 'szf_', other: 'szc_', make: newFeedToken, is: isFeedToken },
])('$kind tokens', ({ prefix, other, make, is }) => {
  it('are long, different each time, and fit into an address as they are', () => {
    const tokens = Array.from({ length: 100 }, make);
    expect(new Set(tokens).size).toBe(100);
    for (const token of tokens) {
      expect(token.startsWith(prefix)).toBe(true);
      expect(encodeURIComponent(token)).toBe(token);
      expect(is(token)).toBe(true);
    }
  });

  it('are told from other texts', () => {
    const rest = 'a'.repeat(43);
    for (const text of ['', '-', prefix, other + rest, `szh_${rest}`, `${prefix}${rest}a`, `${prefix}${rest.slice(1)}`, `${prefix}${'ą'.repeat(43)}`, `${prefix}${rest}\n`]) {
      expect(is(text)).toBe(false);
    }
  });

  it('are stored as a hash that does not show them', () => {
    const token = make();
    expect(routeTokenHash(token)).toHaveLength(32);
    expect(routeTokenHash(token)).toEqual(routeTokenHash(token));
    expect(routeTokenHash(token)).not.toEqual(routeTokenHash(make()));
  });
});
