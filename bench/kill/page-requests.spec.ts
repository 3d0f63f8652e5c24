import { readPages } from './page-requests.js';

const ask = (at: number, from: number, to: number, more = ''): { at: number; path: string; query: string } => ({
  at,
  path: '/api/orders',
  query: `display=%5Bid%5D&filter%5Bid%5D=%5B${String(from)}%2C${String(to)}%5D&sort=[id_ASC]&limit=${more === '' ? '100' : more}`,
});

describe('what the log of the shop says about pages', () => {
  it('counts a page that was asked for twice before it was committed as repeated only', () => {
    const log = [ask(10, 1, 500), ask(20, 101, 500), ask(50, 101, 500)];
    const marks = [{ atMs: 30, stream: 'orders', to: 500, last: 100 }];
    expect(readPages(log, marks)).toEqual({ pages: 2, repeated: 1, committedReadAgain: 0 });
  });

  it('finds a page that was asked for again after it was known to be committed', () => {
    const log = [ask(10, 1, 500), ask(40, 1, 500)];
    const marks = [{ atMs: 30, stream: 'orders', to: 500, last: 100 }];
    expect(readPages(log, marks)).toEqual({ pages: 1, repeated: 1, committedReadAgain: 1 });
  });

  it('keeps parts apart that end at other ids, and leaves probes out', () => {
    const log = [ask(40, 1, 500), ask(41, 1, 500, '1'), { at: 42, path: '/api/orders', query: 'filter[id]=[7|9]&limit=100' }];
    const marks = [{ atMs: 30, stream: 'orders', to: 900, last: 800 }];
    expect(readPages(log, marks)).toEqual({ pages: 1, repeated: 0, committedReadAgain: 0 });
  });
});
