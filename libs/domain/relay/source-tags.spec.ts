import fc from 'fast-check';
import type { OrderRecord } from '../records.js';
import { sourceTags, tagWord, type SourceTagContext } from './source-tags.js';
import { tagsOf } from './tags.js';
import { OPTIONS, order, person, seen } from './testing/people.js';

const WITH = { ...OPTIONS, shop: null, sourceTag: true };
const CONTEXT: SourceTagContext = {
  platform: 'baselinker',
  accounts: [
    { type: 'shop', account: '9014', name: 'wzorcowy.example' }, { type: 'allegro', account: '7301', name: 'sklep-wzorcowy' }, { type: 'ebay', account: '1', name: 'Pierwsze konto' },
    { type: 'ebay', account: '2', name: 'Drugie „Łódź” (2)' }, { type: 'personal', account: '0', name: 'Osobiście/tel.' },
  ],
};
const from = (type: string, account: string, more: Partial<OrderRecord> = {}): OrderRecord => order({ externalId: `${type}${account}`, shop: null, ownerId: null, origin: { type, account, number: null }, ...more });
const tags = (...orders: readonly OrderRecord[]): readonly string[] => sourceTags(person({ orders: orders.map((one) => seen(one)) }), WITH, CONTEXT);

describe('tags of sources', () => {
  it('name the type, and the account where the type does not say which', () => {
    expect(tags(from('allegro', '7301'))).toEqual(['BASELINKER_ALLEGRO']);
    expect(tags(from('shop', '9014'))).toEqual(['BASELINKER_SHOP', 'BASELINKER_WZORCOWY_EXAMPLE']);
    expect(tags(from('ebay', '2'))).toEqual(['BASELINKER_EBAY', 'BASELINKER_DRUGIE_LODZ_2']);
    expect(tags(from('personal', '0'))).toEqual(['BASELINKER_PERSONAL']);
    expect(tags(from('shop', '1'))).toEqual(['BASELINKER_SHOP']);
  });

  it('are those of all orders that are there, each once', () => {
    expect(tags(from('allegro', '7301'), from('allegro', '7301', { externalId: 'b' }), from('ebay', '1'))).toEqual(['BASELINKER_ALLEGRO', 'BASELINKER_EBAY', 'BASELINKER_PIERWSZE_KONTO']);
    expect(sourceTags(person({ orders: [seen(from('allegro', '7301'), { gone: true })] }), WITH, CONTEXT)).toEqual([]);
  });

  it('stand only where they are asked for, and orders tell where they come from', () => {
    expect(sourceTags(person({ orders: [seen(from('allegro', '7301'))] }), { ...WITH, sourceTag: false }, CONTEXT)).toEqual([]);
    expect(tags(order({ shop: null }))).toEqual([]);
  });

  it('bear the name of the platform they come by', () => {
    expect(sourceTags(person({ orders: [seen(from('allegro', '7301'))] }), WITH, { ...CONTEXT, platform: 'idea-commerce' })).toEqual(['IDEA_COMMERCE_ALLEGRO']);
  });

  it('stand among the others of a contact', () => {
    const context = { products: () => null, stageOf: () => 'open' as const, storedTag: (tag: string) => tag.toUpperCase(), sources: CONTEXT };
    expect(tagsOf(person({ orders: [seen(from('allegro', '7301'))] }), { ...WITH, commonTag: 'bl' }, context)).toEqual(['BASELINKER_ALLEGRO', 'bl']);
  });

  it('are whole words of capitals and digits, never too long', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'Ż', 'ł', '9', ' ', '_', '.', '/', ',', 'é', '„'), maxLength: 40 });
    fc.assert(fc.property(text, (name) => {
      expect(tagWord(name)).toMatch(/^(?:[A-Z0-9]+(?:_[A-Z0-9]+)*)?$/u);
      expect(tagWord(tagWord(name))).toBe(tagWord(name));
    }));
    const [long] = sourceTags(person({ orders: [seen(from('x'.repeat(300), '1'))] }), WITH, CONTEXT);
    expect(long).toHaveLength(255);
  });
});
