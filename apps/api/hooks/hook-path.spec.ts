import { newHookToken } from '#libs/security/hook-token.js';
import { loggedPath } from '../addresses/public-path.js';
import { hookRoute } from './hook-path.js';

const TOKEN = newHookToken();

describe('the path of a webhook address', () => {
  it.each([
    [`/hooks/${TOKEN}`, TOKEN],
    [`/hooks/${TOKEN}/`, TOKEN],
    [`/api/v1/hooks/${TOKEN}`, TOKEN],
    [`/Hooks/${TOKEN}`, TOKEN],
    [`/API/V1/HOOKS/${TOKEN}`, TOKEN],
    [`/hooks/${TOKEN}//`, '-'],
    [`//hooks/${TOKEN}`, '-'],
    [`/hooks/${TOKEN}/more`, '-'],
    [`/typo/${TOKEN}`, '-'],
    ['/hooks', '-'],
    ['/hooks/a/b', '-'],
    ['/hooks/nonsense', '-'],
    ['/hooks/%E0%A4%A', '-'],
    ['/hooks/', '-'],
    ['/api/v1/hooks/%', '-'],
  ])('%s leads to one route', (path, token) => {
    expect(hookRoute(path, 'api/v1')).toBe(`/api/v1/hooks/${token}`);
  });

  it.each(['/hooksmith', '/api/v1/custom-fields/szh_id', '/api/v1/integrations/hooks/x', '/webhooks/x', '/'])('%s is none', (path) => {
    expect(hookRoute(path, 'api/v1')).toBeNull();
  });

  it.each([
    [`/hooks/${TOKEN}`, '/hooks/*'],
    [`/api/v1/hooks/${TOKEN}?a=b`, '/api/v1/hooks/*'],
    [`/HOOKS/${TOKEN}`, '/hooks/*'],
    [`//hooks//${TOKEN}/x`, '//hooks/*'],
    [`/typo/${TOKEN}`, '/typo/*'],
    ['/api/v1/customers?q=x', '/api/v1/customers'],
    ['/api/v1/integrations/1/webhooks/renew', '/api/v1/integrations/1/webhooks/renew'],
  ])('is logged without its token: %#', (url, shown) => {
    expect(loggedPath(url)).toBe(shown);
  });
});
