import { newHookToken } from '#libs/security/hook-token.js';
import { newCallbackToken, newFeedToken } from '#libs/security/route-tokens.js';
import { loggedPath, publicRoute } from './public-path.js';

const CALLBACK = newCallbackToken();
const FEED = newFeedToken();
const HOOK = newHookToken();

describe('the paths of addresses that are given to others', () => {
  it.each([
    [`/callbacks/${CALLBACK}/optin`, `callbacks/${CALLBACK}/optin`],
    [`/callbacks/${CALLBACK}/optout/`, `callbacks/${CALLBACK}/optout`],
    [`/api/v1/callbacks/${CALLBACK}/optout`, `callbacks/${CALLBACK}/optout`],
    [`/Callbacks/${CALLBACK}/OptOut`, `callbacks/${CALLBACK}/optout`],
    [`/callbacks/${CALLBACK}/other`, 'callbacks/-/optin'],
    [`/callbacks/${CALLBACK}`, 'callbacks/-/optin'],
    [`/callbacks/${FEED}/optin`, 'callbacks/-/optin'],
    [`/typo/${CALLBACK}/optin`, 'callbacks/-/optin'],
    ['/callbacks/%E0%A4%A/optin', 'callbacks/-/optin'],
    ['/callbacks', 'callbacks/-/optin'],
    [`/feeds/${FEED}.xml`, `feeds/${FEED}.xml`],
    [`/api/v1/feeds/${FEED}.xml`, `feeds/${FEED}.xml`],
    [`/Feeds/${FEED}.XML`, `feeds/${FEED}.xml`],
    [`/feeds/${FEED}`, 'feeds/-.xml'],
    [`/feeds/${FEED}.json`, 'feeds/-.xml'],
    [`/feeds/${CALLBACK}.xml`, 'callbacks/-/optin'],
    [`/typo/${FEED}.xml`, 'feeds/-.xml'],
    ['/feeds/%E0.xml', 'feeds/-.xml'],
    [`/hooks/${HOOK}`, `hooks/${HOOK}`],
  ])('%s leads to one route', (path, inside) => {
    expect(publicRoute(path, 'api/v1')).toBe(`/api/v1/${inside}`);
  });

  it.each(['/', '/feedsome', '/api/v1/routes/1/setup', '/api/v1/integrations/callbacks/x', '/api/v1/routes/szc_id', '/webhooks/x'])('%s is none', (path) => {
    expect(publicRoute(path, 'api/v1')).toBeNull();
  });

  it.each([
    [`/callbacks/${CALLBACK}/optin?email=kanarek%40example.com&key=00`, '/callbacks/*'],
    [`/API/V1/Callbacks/${CALLBACK}/optout`, '/API/V1/callbacks/*'],
    [`/feeds/${FEED}.xml`, '/feeds/*'],
    [`/typo/${CALLBACK}/optin?x`, '/typo/*/optin'],
    [`/typo/${FEED}.xml`, '/typo/*.xml'],
    [`/hooks/${HOOK}`, '/hooks/*'],
    [`//hooks//${HOOK}/x`, '//hooks/*'],
    [`/typo/${HOOK}`, '/typo/*'],
    ['/api/v1/customers?q=x', '/api/v1/customers'],
    ['/api/v1/integrations/1/webhooks/renew', '/api/v1/integrations/1/webhooks/renew'],
  ])('are logged without tokens and queries: %#', (url, shown) => {
    expect(loggedPath(url)).toBe(shown);
  });
});
