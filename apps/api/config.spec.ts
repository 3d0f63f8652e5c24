import { readConfig } from './config.js';

describe('the environment of the API', () => {
  it('has defaults for all but the database', () => {
    expect(readConfig({ DATABASE_URL: 'postgres://db/x' })).toMatchObject({ port: 3_000, temporal: { address: '127.0.0.1:7233', namespace: 'default' }, allowAddresses: [], publicUrl: null });
    expect(readConfig({ DATABASE_URL: 'x', SZTAFETA_ALLOW_ADDRESSES: '127.0.0.1/32, shop.example.com:8080,' }).allowAddresses).toEqual(['127.0.0.1/32', 'shop.example.com:8080']);
  });

  it('is refused with every wrong variable named and no value repeated', () => {
    const read = (): unknown => readConfig({ PORT: 'CANARY', PUBLIC_URL: 'CANARY' });
    expect(read).toThrow(/DATABASE_URL.*|PORT.*|PUBLIC_URL/u);
    expect(read).not.toThrow(/CANARY/u);
    expect(read).toThrow(/PORT/u);
    expect(read).toThrow(/PUBLIC_URL/u);
  });

  it('takes a public address as a beginning to put paths behind', () => {
    const read = (url: string): string | null => readConfig({ DATABASE_URL: 'x', PUBLIC_URL: url }).publicUrl;
    expect(read('https://sztafeta.example.com')).toBe('https://sztafeta.example.com');
    expect(read('https://sztafeta.example.com//')).toBe('https://sztafeta.example.com');
    expect(read('')).toBeNull();
    expect(read('https://sztafeta.example.com:8443/in/')).toBe('https://sztafeta.example.com:8443/in');
    for (const wrong of ['https://user:CANARY@sztafeta.example.com', 'https://sztafeta.example.com/?CANARY', 'https://sztafeta.example.com/#', 'ftp://sztafeta.example.com', 'sztafeta.example.com']) {
      expect(() => read(wrong)).toThrow(/PUBLIC_URL/u);
      expect(() => read(wrong)).not.toThrow(/CANARY/u);
    }
  });

  it('lets the demo alone have a public address of its own machine', () => {
    expect(readConfig({ DATABASE_URL: 'x' }).publicUrlMayBeLoopback).toBe(false);
    expect(readConfig({ DATABASE_URL: 'x', SZTAFETA_DEMO: '0' }).publicUrlMayBeLoopback).toBe(false);
    expect(readConfig({ DATABASE_URL: 'x', SZTAFETA_DEMO: '1' }).publicUrlMayBeLoopback).toBe(true);
  });
});
