import { readFile } from 'node:fs/promises';
import { LANGUAGES } from '../words.js';
import { DETAILS } from './details.js';
import { EXCLUSION_TEXTS } from './exclusion-texts.js';
import { RELAY_EVENTS, RELAY_FIELDS } from './route-options.js';

const guide = (language: string): Promise<string> => readFile(new URL(`../../../docs/guides/relay-mapping.${language}.md`, import.meta.url), 'utf8');

describe.each(LANGUAGES)('the guide (%s)', (language) => {
  it('shows every detail with what leaves it out', async () => {
    const text = await guide(language);
    for (const { detail, meaning, leftOutWith } of DETAILS) {
      expect(text).toContain(`| ${String(detail)} | ${meaning[language]} | ${leftOutWith.map((field) => `\`${field}\``).join(', ')} |`);
    }
  });

  it('names every field, every event and every reason', async () => {
    const text = await guide(language);
    for (const word of [...RELAY_FIELDS, ...RELAY_EVENTS, ...Object.keys(EXCLUSION_TEXTS)]) expect(text).toContain(`\`${word}\``);
    for (const reason of Object.values(EXCLUSION_TEXTS)) expect(text).toContain(reason[language]);
  });
});
