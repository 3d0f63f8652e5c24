import { decode, formatOf, type Format } from './decode.js';

const read = (format: Format, text: string, contentType = ''): unknown => decode(format, Buffer.from(text), contentType)?.value;

describe('what a delivery may be made of', () => {
  it.each([
    ['application/json', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['Application/JSON', 'json'],
    ['application/vnd.shop.v8+json', 'json'],
    ['application/x-www-form-urlencoded', 'form'],
    ['text/xml; charset="iso-8859-2"', 'xml'],
    ['application/xml', 'xml'],
    ['application/soap+xml', 'xml'],
    ['text/plain', null],
    ['text/html', null],
    ['multipart/form-data; boundary=x', null],
    ['application/jsonp', null],
    ['application/json-seq', null],
    ['', null],
    [undefined, null],
  ])('%s → %s', (type, format) => {
    expect(formatOf({ 'content-type': type })).toBe(format);
  });

  it('is not packed', () => {
    expect(formatOf({ 'content-type': 'application/json', 'content-encoding': 'gzip' })).toBeNull();
    expect(formatOf({ 'content-type': 'application/json', 'content-encoding': 'identity' })).toBe('json');
  });
});

describe('decode', () => {
  it('reads JSON, forms with JSON in a field, and XML as text', () => {
    expect(read('json', '\uFEFF{"order":{"id":"007"}}')).toEqual({ order: { id: '007' } });
    expect(read('form', 'event=order&payload=%7B%22id%22%3A%227%22%7D&note=%5Bnot+json')).toEqual({ event: 'order', payload: { id: '7' }, note: '[not json' });
    expect(read('xml', '<?xml version="1.0"?><order id="7"><number>007</number><line>1</line><line>2</line></order>')).toEqual({ order: { id: '7', number: '007', line: ['1', '2'] } });
  });

  it('reads a large order in XML', () => {
    const line = '<item id="7"><name>Long name of a product</name><price>12.00</price></item>';
    expect(read('xml', `<order><orderSerialNumber>7</orderSerialNumber>${line.repeat(1_000)}</order>`)).toMatchObject({ order: { orderSerialNumber: '7' } });
  });

  it('reads forms with names in brackets, and XML with prefixes, as the records they are', () => {
    expect(read('form', 'event=x&order%5BorderSerialNumber%5D=17&tag=a&tag=b')).toEqual({ event: 'x', order: { orderSerialNumber: '17' }, tag: ['a', 'b'] });
    expect(read('xml', '<s:Envelope xmlns:s="urn:soap"><s:Body><s:order s:id="7"/></s:Body></s:Envelope>')).toMatchObject({ Envelope: { Body: { order: { id: '7' } } } });
  });

  it('reads older character sets, and unknown ones as UTF-8', () => {
    const latin2 = Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xb3, 0x22, 0x7d]);
    expect(decode('json', latin2, 'application/json; charset=ISO-8859-2')).toEqual({ value: { a: 'ł' } });
    expect(read('json', '{"a":"ł"}', 'application/json; charset=klingon')).toEqual({ a: 'ł' });
  });

  it.each<[string, Format, string]>([
    ['no JSON', 'json', 'hello'],
    ['half of it', 'json', '{"order":'],
    ['nothing', 'json', ''],
    ['an empty form', 'form', ''],
    ['a form of a thousand and one fields', 'form', Array.from({ length: 1_001 }, (_, n) => `f${String(n)}=1`).join('&')],
    ['no XML', 'xml', '{"a":1}'],
    ['half of it in XML', 'xml', '<a><b>'],
    ['nothing in XML', 'xml', ''],
    ['a document type', 'xml', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
    ['deep XML', 'xml', '<a>'.repeat(60) + '</a>'.repeat(60)],
    ['more tags than any record has', 'xml', `<a>${'<b/>'.repeat(8_000)}</a>`],
    ['more attributes than any record has', 'xml', `<a ${Array.from({ length: 2_001 }, (_, n) => `b${String(n)}="1"`).join(' ')}/>`],
    ['more XML than any record is', 'xml', `<a>${'x'.repeat(131_072)}</a>`],
    ['deep JSON', 'json', '['.repeat(400_000) + ']'.repeat(400_000)],
    ['deep JSON in a form', 'form', `payload=${'['.repeat(1_000)}${']'.repeat(1_000)}`],
    ['a hundred thousand values', 'json', `[${'1,'.repeat(100_001)}1]`],
    ['a key that reaches for prototypes', 'json', '{"order":{"__proto__":{"admin":true}}}'],
    ['another one', 'json', '[{"constructor":{"prototype":{"admin":true}}}]'],
    ['such a field', 'form', '__proto__=1'],
    ['such a field in brackets', 'form', 'a[__proto__][admin]=1'],
    ['such a tag', 'xml', '<a><__proto__><admin>1</admin></__proto__></a>'],
  ])('refuses %s', (_why, format, text) => {
    expect(decode(format, Buffer.from(text), '')).toBeNull();
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('does not expand entities', () => {
    expect(read('xml', '<a>&lt;&#65;</a>')).toEqual({ a: '&lt;&#65;' });
  });
});
