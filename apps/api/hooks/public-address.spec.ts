import { PublicAddress } from './public-address.js';

describe('the public address', () => {
  it('leads to a path behind it', () => {
    expect(new PublicAddress('https://sztafeta.example.com/in', false).of('/hooks/x')).toBe('https://sztafeta.example.com/in/hooks/x');
  });

  it('has to be known', () => {
    expect(() => new PublicAddress(null, true).of('/x')).toThrow(/^public_url_missing/u);
  });

  it.each([
    'http://localhost:3000', 'http://api.localhost', 'http://localhost.', 'http://127.0.0.1:3000', 'http://127.9.9.9', 'http://2130706433', 'http://[::1]:3000', 'http://[::ffff:127.0.0.1]', 'http://0.0.0.0:3000', 'http://[::]', 'http://localhost.localdomain', 'http://a.localhost.', 'http://169.254.169.254', 'http://[fe80::1]',
  ])('must not lead everybody to themselves, except in the demo: %s', (url) => {
    expect(() => new PublicAddress(url, false).of('/x')).toThrow(/^public_url_loopback/u);
    expect(new PublicAddress(url, true).of('/x')).toBe(`${url}/x`);
  });

  it.each(['http://api:3000', 'https://server.'])('must not be a name only neighbours know: %s', (url) => {
    expect(() => new PublicAddress(url, false).of('/x')).toThrow(/^public_url_internal/u);
    expect(new PublicAddress(url, true).of('/x')).toBe(`${url}/x`);
  });

  it.each(['https://shop.example.com', 'http://10.0.0.5:3000', 'https://localhost.example.com', 'http://[2001:db8::1]'])('may be anything else: %s', (url) => {
    expect(new PublicAddress(url, false).of('')).toBe(url);
  });
});
