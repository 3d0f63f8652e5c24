import type { Queryable } from '#libs/security/queryable.js';
import { readOffers } from './read-offers.js';
import { parseFeed, product } from './testing/products.js';

/** Full pages for ever. */
function endless(): Queryable & { asked: (string | null)[] } {
  const asked: (string | null)[] = [];
  return {
    asked,
    query: <T>(_text: string, values: unknown[] = []) => {
      asked.push(values[1] as string | null);
      const page = asked.length * 1_000;
      return Promise.resolve(Array.from({ length: 100 }, (_, n) => ({ external_id: String(page + n), body: JSON.stringify(product(String(page + n))) })) as T);
    },
  };
}

describe('reading offers', () => {
  const SOURCE = { integrationId: 'i', options: { shop: null, language: null }, currencyCode: () => null };

  it('asks for a page when it is taken, and for none once nobody takes any more', async () => {
    const db = endless();
    const pieces = readOffers(db, SOURCE);
    await pieces.next();
    expect(db.asked).toEqual([null]);
    await pieces.next();
    expect(db.asked).toEqual([null, '1099']);
    await pieces.return(undefined);
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
    expect(db.asked).toHaveLength(2);
  });

  it('makes a file of a page of products that are all left out', async () => {
    const db: Queryable = { query: <T>() => Promise.resolve([{ external_id: '1', body: JSON.stringify(product('1', { deleted: true })) }] as T) };
    let file = '';
    for await (const piece of readOffers(db, SOURCE)) file += piece;
    expect(parseFeed(file)).toEqual([]);
  });
});
