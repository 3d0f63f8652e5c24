import { Dictionary } from './dictionary.js';

describe('countries', () => {
  const named = new Dictionary(new Map([['i country 14', { name: 'Poland of the shop', iso: 'PL' }]]));

  it('have the name the shop gives them', () => {
    expect(named.country('i', '14')).toEqual({ iso: 'PL', name: 'Poland of the shop' });
  });

  it('have their Polish name where the platform gives none', () => {
    expect(named.country('i', 'PL')).toEqual({ iso: 'PL', name: 'Polska' });
    expect(named.country('i', 'DE')).toEqual({ iso: 'DE', name: 'Niemcy' });
  });

  it('are not guessed', () => {
    expect(named.country('i', 'XQ')).toEqual({ iso: 'XQ', name: null });
    expect(named.country('i', '77')).toEqual({ iso: null, name: null });
    expect(named.country('i', '')).toBeNull();
  });
});
