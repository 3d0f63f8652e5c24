import { readFile } from 'node:fs/promises';
import { EXCLUSION_TEXTS } from '#libs/domain/relay/exclusion-texts.js';
import { LANGUAGES } from '#libs/domain/words.js';
import { offerItem } from '#libs/feeds/offer-item.js';
import { offer, product } from '#libs/feeds/testing/products.js';
import { allRoutes } from '../testing/routes.js';

const read = (name: string, language: string): Promise<string> => readFile(new URL(`../../../docs/guides/${name}-salesmanago.${language}.md`, import.meta.url), 'utf8');
const guide = (language: string): Promise<string> => read('idosell', language);
const gathered = (language: string): Promise<string> => read('baselinker', language);

/** `POST /routes/:id/start` for each call a guide shows; whatever stands for an id in it. */
function callsOf(text: string): string[] {
  return [...text.matchAll(/^call (?:-OJ )?(?:-X (\w+) )?"?\$API(\/[^\s"?#]+)/gmu)].map(([, method = 'GET', path = '']) => `${method} ${path.replaceAll(/\$\w+/gu, ':id')}`);
}

const KNOWN = new Set(allRoutes().map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/gu, ':id')}`));

describe.each(LANGUAGES)('the guide (%s)', (language) => {
  it.each([['a shop', guide, 20], ['gathered orders', gathered, 9]])('calls nothing the API does not have: %s', async (_title, of, least) => {
    const calls = callsOf(await of(language));
    expect(calls.length).toBeGreaterThan(least);
    expect(calls.filter((call) => !KNOWN.has(call))).toEqual([]);
  });

  it('explains every reason of exclusion, those of gathered orders in their own guide', async () => {
    const text = (await guide(language)) + (await gathered(language));
    expect(Object.keys(EXCLUSION_TEXTS).filter((reason) => !text.includes(`\n| \`${reason}\` | `))).toEqual([]);
  });

  it('names every element of a product in the feed', async () => {
    const text = await guide(language);
    const item = offerItem(product('7', { offers: [offer({ oldPrice: '100' })] }), { shop: null, language: null }, () => null) ?? {};
    expect(Object.keys(item).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

it.each([['a shop', guide], ['gathered orders', gathered]])('both guides show the same calls: %s', async (_title, of) => {
  expect(callsOf(await of('en'))).toEqual(callsOf(await of('pl')));
});
