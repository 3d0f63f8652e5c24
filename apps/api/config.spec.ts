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
});
