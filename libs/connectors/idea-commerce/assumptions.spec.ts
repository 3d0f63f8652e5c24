import { instanceOf } from './assumptions.js';
import { ideaCommerce } from './idea-commerce.connector.js';
import { credentialsSchema } from './idea-commerce.schema.js';

describe('the name of an instance', () => {
  it.each([
    ['wzorcowy', 'wzorcowy'],
    ['  Wzorcowy ', 'wzorcowy'],
    ['wzorcowy.ideaerp.pl', 'wzorcowy'],
    ['https://wzorcowy.ideaerp.pl/web#id=5', 'wzorcowy'],
    ['https://api.wzorcowy.ideaerp.pl/v2/orders', 'wzorcowy'],
    ['moj-sklep-2', 'moj-sklep-2'],
  ])('is found in %s', (typed, name) => {
    expect(instanceOf(typed)).toBe(name);
  });

  it.each(['', '-sklep', 'mój sklep', 'sklep.example.com', 'https://wzorcowy.ideaerp.pl.evil.example', 'a/b', 'x'.repeat(64), 'user@wzorcowy.ideaerp.pl'])('is none in %p', (typed) => {
    expect(instanceOf(typed)).toBeNull();
    expect(credentialsSchema.safeParse({ instance: typed, token: 'invented-token' }).success).toBe(false);
  });

  it('leads to the API of the instance, unless another address was named', () => {
    const usual = credentialsSchema.parse({ instance: 'https://wzorcowy.ideaerp.pl/', token: 'invented-token' });
    expect(usual).toEqual({ instance: 'wzorcowy', token: 'invented-token' });
    expect(ideaCommerce.accountKey(usual)).toBe('api.wzorcowy.ideaerp.pl');
    expect(ideaCommerce.accountKey({ ...usual, apiAddress: 'https://inny.example' })).toBe('inny.example');
    expect(ideaCommerce.address(usual)).toBe('https://wzorcowy.ideaerp.pl');
  });

  it('is where links lead to', () => {
    const links = ideaCommerce.links(credentialsSchema.parse({ instance: 'wzorcowy', token: 'invented-token' }), ideaCommerce.settings.parse({ idField: 'x' }));
    expect(links.customer('9001')).toBe('https://wzorcowy.ideaerp.pl/web#id=9001&model=res.partner&view_type=form');
    expect(links.order('501')).toBe('https://wzorcowy.ideaerp.pl/web#id=501&model=sale.order&view_type=form');
    expect(links.order('501&x=1')).toBeNull();
  });
});

it('asks for two requests a second at most, and for more only at an address of its own', () => {
  const [usual, own] = [{ instance: 'wzorcowy', token: 'invented-token' }, { instance: 'wzorcowy', token: 'invented-token', apiAddress: 'http://127.0.0.1:1' }];
  const limit = (credentials: typeof usual, requestsPerSecond: number): unknown => ideaCommerce.budget(credentials, ideaCommerce.settings.parse({ idField: 'x', requestsPerSecond }));
  expect(limit(usual, 50)).toEqual({ limit: { requests: 2, windowMs: 1_000 }, share: 1, maxInFlight: 1 });
  expect(limit(usual, 1)).toMatchObject({ limit: { requests: 1 } });
  expect(limit(own, 50)).toMatchObject({ limit: { requests: 50 }, maxInFlight: 1 });
});
