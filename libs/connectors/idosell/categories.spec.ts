import { RowProblem } from '../sdk/map-rows.js';
import { CategoryTree, menuPaths, otherPaths } from './categories.js';
import { isProductTemplate, productLink } from './links.js';
import { slugOf } from './product-offers.js';

const item = (shopId: number, texts: readonly (readonly [string, string, string])[]): unknown => ({
  menuItemId: 1, menuId: 1, shopId, menuItemDescriptionsLangData: texts.map(([langId, menuItemTextId, menuItemName]) => ({ langId, menuItemName, menuItemTextId })),
});

describe('places in the menu', () => {
  it.each([
    ['Kobieta\\Buty\\Botki', 'Botki', ['Kobieta', 'Buty', 'Botki']],
    ['Dom, ogród\\Szpilki/czółenka', 'Szpilki/czółenka', ['Dom, ogród', 'Szpilki/czółenka']],
    [' Dom \\\\ Kuchnia \\', 'Kuchnia', ['Dom', 'Kuchnia']],
    ['Muzyka\\AC\\DC', 'AC\\DC', ['Muzyka', 'AC\\DC']],
    ['AC\\DC', 'AC\\DC', ['AC\\DC']],
    ['A > B', 'A > B', ['A > B']],
  ])('%s', (textId, name, path) => {
    expect(menuPaths({ productMenu: [item(1, [['pol', textId, name]])] }, '1', 'pol')).toEqual([path]);
  });

  it('are those of the shop and the language, each once, in an order of their own', () => {
    const productMenu = [item(1, [['pol', 'B', 'B'], ['eng', 'Bee', 'Bee']]), item(2, [['pol', 'Inny', 'Inny']]), item(1, [['pol', 'A', 'A']]), item(1, [['pol', 'B', 'B']])];
    expect(menuPaths({ productMenu }, '1', 'pol')).toEqual([['A'], ['B']]);
    expect(menuPaths({ productMenu: Object.fromEntries(productMenu.map((entry, index) => [String(index + 1), entry])) }, '1', 'pol')).toEqual([['A'], ['B']]);
    expect(menuPaths({ productMenu }, '1', 'ger')).toEqual([]);
    expect([menuPaths({}, '1', 'pol'), menuPaths({ productMenu: [] }, '1', 'pol')]).toEqual([[], []]);
  });

  it.each([['array'], [[7]]])('that cannot be read are a problem of the row: %j', (productMenu) => {
    expect(() => menuPaths({ productMenu }, '1', 'pol')).toThrow(RowProblem);
  });
});

describe('other categories', () => {
  const tree = new CategoryTree([
    { id: 1, parent_id: 0, lang_data: [{ lang_id: 'pol', singular_name: 'Obuwie', plural_name: 'Obuwie' }] },
    { id: '2', parent_id: '1', lang_data: { 1: { lang_id: 'pol', singular_name: 'But', plural_name: 'Buty' }, 2: { lang_id: 'eng', singular_name: 'Shoe', plural_name: 'Shoes' } } },
    { id: 8, parent_id: 9, lang_data: [{ lang_id: 'pol', singular_name: 'Kółko', plural_name: '' }] },
    { id: 9, parent_id: 8, lang_data: [{ lang_id: 'pol', singular_name: 'Pętla', plural_name: '' }] },
    null, { parent_id: 3 },
  ]);

  it('go down to the product’s own, with a name of another language where there is none', () => {
    expect([tree.pathTo('2', 'pol'), tree.pathTo('2', 'eng'), tree.pathTo('7', 'pol')]).toEqual([['Obuwie', 'Buty'], ['Obuwie', 'Shoes'], null]);
  });

  it('that are their own ancestors end', () => {
    expect(tree.pathTo('8', 'pol')).toEqual(['Pętla', 'Kółko']);
  });

  it('are the panel’s before IdoSell’s', () => {
    const path = 'Odzież > Obuwie > Buty/kozaki';
    expect(otherPaths({ categoryId: 2, categoryName: 'x', categoryIdoSellPath: path }, tree, 'pol')).toEqual([['Obuwie', 'Buty']]);
    expect(otherPaths({ categoryId: 77, categoryName: 'Nieznana/nowa', categoryIdoSellPath: path }, tree, 'pol')).toEqual([['Nieznana/nowa']]);
    expect(otherPaths({ categoryId: 0, categoryName: '', categoryIdoSellPath: path }, null, 'pol')).toEqual([['Odzież', 'Obuwie', 'Buty/kozaki']]);
    expect(otherPaths({ categoryId: '', categoryIdoSellPath: '' }, null, 'pol')).toEqual([]);
  });
});

describe('addresses of products', () => {
  it.each([['Botki zamszowe, brązowe', 'botki-zamszowe-brazowe'], ['Żółć – łąka 5"', 'zolc-laka-5'], ['日本', 'p'], ['x'.repeat(200), 'x'.repeat(80)]])('have names without accents: %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('are web addresses of one product, or refused', () => {
    expect([isProductTemplate('{shop}/{lang}/products/{slug}-{id}.html'), isProductTemplate('{shop}/product-pol-{id}'), isProductTemplate('{shop}/x'), isProductTemplate('javascript:alert({id})')]).toEqual([true, true, false, false]);
    expect(productLink('{shop}/{lang}/{slug}-{id}', { shop: 'https://a.example.pl', language: 'pl', slug: 'a b', id: '7' })).toBe('https://a.example.pl/pl/a%20b-7');
  });
});
