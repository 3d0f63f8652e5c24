import { readFile } from 'node:fs/promises';
import { EXCLUSION_TEXTS } from '#libs/domain/relay/exclusion-texts.js';
import { LANGUAGES } from '#libs/domain/words.js';
import { offerItem } from '#libs/feeds/offer-item.js';
import { offer, product } from '#libs/feeds/testing/products.js';
import { allRoutes } from '../testing/routes.js';

const guide = (language: string): Promise<string> => readFile(new URL(`../../../docs/guides/idosell-salesmanago.${language}.md`, import.meta.url), 'utf8');

/** `POST /routes/:id/start` for each call a guide shows; whatever stands for an id in it. */
function callsOf(text: string): string[] {
  return [...text.matchAll(/^call (?:-OJ )?(?:-X (\w+) )?"?\$API(\/[^\s"?#]+)/gmu)].map(([, method = 'GET', path = '']) => `${method} ${path.replaceAll(/\$\w+/gu, ':id')}`);
}

const KNOWN = new Set(allRoutes().map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/gu, ':id')}`));

describe.each(LANGUAGES)('the guide (%s)', (language) => {
  it('calls nothing the API does not have', async () => {
    const calls = callsOf(await guide(language));
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter((call) => !KNOWN.has(call))).toEqual([]);
  });

  it('explains every reason of exclusion', async () => {
    const text = await guide(language);
    expect(Object.keys(EXCLUSION_TEXTS).filter((reason) => !text.includes(`\n| \`${reason}\` | `))).toEqual([]);
  });

  it('names every element of a product in the feed', async () => {
    const text = await guide(language);
    const item = offerItem(product('7', { offers: [offer({ oldPrice: '100' })] }), { shop: null, language: null }, () => null) ?? {};
    expect(Object.keys(item).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

it('both guides show the same calls', async () => {
  expect(callsOf(await guide('en'))).toEqual(callsOf(await guide('pl')));
});
