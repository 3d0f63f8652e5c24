import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { monitoringSnippet, type Monitored } from './monitoring-snippet.js';

const ACCOUNT: Monitored = { endpoint: 'https://app3.salesmanago.example', clientId: 'n4rw1k7demo0club' };

/** What a page is after the code has run in it: the one script element a browser would see. */
function run(account: Monitored): { readonly window: Record<string, unknown>; readonly loaded: string[] } {
  const html = monitoringSnippet(account)?.html ?? '';
  // A browser ends a script at the first of these, whatever stands around it.
  const ends = [...html.matchAll(/<\/script/giu)].length;
  const starts = [...html.matchAll(/<script/giu)].length;
  expect([starts, ends]).toEqual([1, 1]);
  expect(html).not.toMatch(/<!--/u);
  const code = html.slice(html.indexOf('>') + 1, html.lastIndexOf('</script>'));
  const loaded: string[] = [];
  const window: Record<string, unknown> = {
    document: { createElement: () => ({}), head: { appendChild: (element: { src: string; async: boolean }) => loaded.push(`${element.src} ${String(element.async)}`) } },
  };
  const context = createContext({ ...window });
  runInContext(`var window = this; ${code}`, context);
  return { window: context, loaded };
}

describe('the monitoring code', () => {
  it('names the account and its server, and loads the program without holding up the page', () => {
    const { window, loaded } = run(ACCOUNT);
    expect(window).toMatchObject({ _smid: 'n4rw1k7demo0club', _smapp: 3, SalesmanagoObject: 'sm' });
    expect(loaded).toEqual(['https://app3.salesmanago.example/static/sm.js true']);
    expect(monitoringSnippet(ACCOUNT)?.variables).toEqual({ _smid: 'n4rw1k7demo0club', _smapp: 3 });
  });

  it('keeps what the page says before the program is there', () => {
    const { window } = run(ACCOUNT);
    const sm = window['sm'] as ((...said: unknown[]) => void) & { q: ArrayLike<unknown>[] };
    sm('event', 1);
    expect([...sm.q].map((said) => Array.from(said))).toEqual([['event', 1]]);
  });

  it.each([['https://www.salesmanago.example'], ['https://app.salesmanago.example'], ['https://panel.example/app3.x']])('does not guess the server: %s', (endpoint) => {
    expect(monitoringSnippet({ ...ACCOUNT, endpoint })?.variables).toEqual({ _smid: 'n4rw1k7demo0club' });
  });

  it('takes an endpoint with a slash at the end or a folder', () => {
    expect(run({ ...ACCOUNT, endpoint: 'https://app2.salesmanago.example/' }).loaded).toEqual(['https://app2.salesmanago.example/static/sm.js true']);
    expect(run({ ...ACCOUNT, endpoint: 'https://app2.salesmanago.example/api/' }).loaded).toEqual(['https://app2.salesmanago.example/static/sm.js true']);
    expect(run({ ...ACCOUNT, endpoint: 'http://127.0.0.1:4000/sm' }).loaded).toEqual(['http://127.0.0.1:4000/sm/static/sm.js true']);
  });

  it('is not made for what is no web address', () => {
    expect(monitoringSnippet({ ...ACCOUNT, endpoint: 'javascript:alert(1)' })).toBeNull();
    expect(monitoringSnippet({ ...ACCOUNT, endpoint: 'app3' })).toBeNull();
  });

  it('cannot be broken out of', () => {
    const hostile = fc.string({ unit: fc.oneof(fc.constantFrom('</script>', '<!--', '"', "'", '\\', '\n', '\u2028', '&', '${', '`', ';alert(1)//', '<script'), fc.string({ maxLength: 3 })) });
    fc.assert(fc.property(hostile, (text) => {
      const { window, loaded } = run({ endpoint: `https://app3.example/${text}x`, clientId: text });
      expect(window['_smid']).toBe(text.toWellFormed());
      expect(loaded).toEqual([`https://app3.example/${text.toWellFormed()}x/static/sm.js true`]);
    }));
  });
});
