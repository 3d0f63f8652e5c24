import { languageOf } from './language.js';

describe('languageOf', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'en'],
    ['pl', 'pl'],
    ['pl-PL', 'pl'],
    ['PL', 'pl'],
    ['en;q=0.8, pl;q=0.9', 'pl'],
    ['pl;q=0.2, en-GB;q=0.9', 'en'],
    ['de, pl;q=0.5', 'pl'],
    ['pl;q=0', 'en'],
    ['pl;q=wrong', 'en'],
  ])('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
