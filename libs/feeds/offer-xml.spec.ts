import fc from 'fast-check';
import { offerItem } from './offer-item.js';
import { OFFER_HEAD, OFFER_TAIL, offerXml } from './offer-xml.js';
import { offer, parseFeed, product, type ParsedProduct } from './testing/products.js';
import { xmlText } from './xml-text.js';

const ANY = { shop: null, language: null };

/** A product, written and read again by another program. */
function readBack(record: Parameters<typeof offerItem>[0], options: Parameters<typeof offerItem>[1] = ANY, iso: Parameters<typeof offerItem>[2] = () => null): ParsedProduct | undefined {
  const item = offerItem(record, options, iso);
  return parseFeed(OFFER_HEAD + (item === null ? '' : offerXml(item)) + OFFER_TAIL)[0];
}

describe('a product in the offer feed', () => {
  it('has its elements in one order', () => {
    const reduced = product('7', { offers: [offer({ price: '49.90', oldPrice: '59.9', categoryPaths: [['Kuchnia', 'Kubki'], ['Prezenty']] })] });
    expect(readBack(reduced)).toEqual({
      id: '7', name: 'Kubek', url: 'https://sklep.example.com/kubek', image: 'https://sklep.example.com/kubek.jpg', price: '49.90', sale_price: '49.90', old_price: '59.90', currency: 'PLN',
      availability: 'in_stock', category: ['Kuchnia > Kubki', 'Prezenty'], brand: 'Marka', description: '<p>Biały</p>',
    });
    expect(Object.keys(readBack(reduced) ?? {})).toEqual(['id', 'name', 'url', 'image', 'price', 'sale_price', 'old_price', 'currency', 'availability', 'category', 'brand', 'description']);
  });

  it('leaves out what is not known', () => {
    const bare = product('7', { brand: null, imageUrl: null, offers: [offer({ description: null, url: null, price: null, available: null, categoryPaths: [] })] });
    expect(readBack(bare)).toEqual({ id: '7', name: 'Kubek' });
  });

  it.each([
    ['49.9', null, '49.90', undefined],
    ['49.999', null, '49.999', undefined],
    ['49.900000', '59', '49.90', '59.00'],
    ['49.90', '49.9', '49.90', undefined],
    ['49.90', '39', '49.90', undefined],
    ['0', '10', '0.00', '10.00'],
    ['49,90', '59', undefined, undefined],
    ['-1', null, undefined, undefined],
    ['1e3', null, undefined, undefined],
    [null, '59', undefined, undefined],
  ])('price %j, before %j', (price, oldPrice, shown, before) => {
    const item = readBack(product('7', { offers: [offer({ price, oldPrice })] }));
    expect([item?.['price'], item?.['old_price'], item?.['sale_price']]).toEqual([shown, before, before === undefined ? undefined : shown]);
  });

  it('names its currency by the ISO code', () => {
    const numbered = product('7', { offers: [offer({ currency: '1' })] });
    expect(readBack(numbered, ANY, (code) => (code === '1' ? 'PLN' : null))?.['currency']).toBe('PLN');
    expect(readBack(numbered)?.['currency']).toBeUndefined();
  });

  it('is taken from the shop and language of the route, else from the first offer', () => {
    const offers = [offer({ shop: '1', language: 'pol', name: 'jeden' }), offer({ shop: '2', language: 'eng', name: 'two' }), offer({ shop: '2', language: 'pol', name: 'dwa' })];
    const name = (shop: string | null, language: string | null): unknown => readBack(product('7', { offers }), { shop, language })?.['name'];
    expect([name('2', 'pol'), name('2', 'eng'), name('2', null), name('2', 'ger'), name(null, 'eng'), name('3', 'eng'), name(null, null)]).toEqual(['dwa', 'two', 'two', 'two', 'two', 'two', 'jeden']);
  });

  it('is left out when it is deleted or offered nowhere', () => {
    expect(readBack(product('7', { deleted: true }))).toBeUndefined();
    expect(readBack(product('7', { offers: [] }))).toBeUndefined();
    expect(readBack(product('7', { offers: [offer({ name: ' ' })] }))).toBeUndefined();
  });

  it('names only addresses of the web', () => {
    expect(readBack(product('7', { imageUrl: 'javascript:alert(1)', offers: [offer({ url: '/kubek' })] }))).not.toMatchObject({ url: expect.anything() as unknown });
  });

  it.each([']]>', 'a & b &amp; c &#x41;', '<script>alert("x")</script>', `"'`, '<![CDATA[x]]>', '<!-- -->', '<?xml?>', '😀 żółć', 'a\u0000b\u0008c\u000Bd\uFFFEe', '\uD83D', 'x\uDE00y', 'a\tb\nc', '</name></product>'])('says %j as it is', (name) => {
    const item = readBack(product('7', { brand: name, offers: [offer({ name: `x${name}x`, description: `y${name}y`, categoryPaths: [[`z${name}z`, 'b']] })] }));
    expect(item).toMatchObject({ name: xmlText(`x${name}x`), description: xmlText(`y${name}y`), category: [`${xmlText(`z${name}z`)} > b`] });
  });

  it('says any text as it is, whatever XML can hold', () => {
    const text = fc.string({ unit: fc.oneof(fc.constantFrom(']]>', '&', '<', '>', '"', "'", '\r', '\n', '\u0000', '\uD800', '\uDC00', '\uFFFF', '&lt;', '\u0085', '\u2028'), fc.string({ unit: 'binary', maxLength: 3 })) });
    fc.assert(fc.property(text, (value) => {
      expect(readBack(product('7', { offers: [offer({ name: `x${value}x` })] }))?.['name']).toBe(xmlText(`x${value}x`));
    }));
  });

  it('drops nothing but what XML cannot hold', () => {
    expect(xmlText('a\u0000b\u001Fc\uFFFEd\uFFFFe')).toBe('abcde');
    expect(xmlText('\uD83Dx')).toBe('\uFFFDx');
    expect(xmlText('a\r\nb\rc')).toBe('a\nb\nc');
    expect(xmlText('a\t😀ż\u007F')).toBe('a\t😀ż\u007F');
  });
});
