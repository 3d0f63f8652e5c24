import { existsSync } from 'node:fs';
import { recurringIntervalOf } from '../sdk/streams-read.js';
import { allegro } from './allegro.connector.js';
import { credentialsSchema, settingsSchema } from './allegro.schema.js';

const FIELD = { loginField: 'login' };

it('takes the known domains unless others are named', () => {
  expect(settingsSchema.parse(FIELD)).toEqual({ loginField: 'login', domains: ['allegromail.pl', 'allegromail.com', 'user.allegrogroup.pl', 'user-dev.allegrogroup.pl'] });
  expect(settingsSchema.parse({ ...FIELD, domains: [' Allegromail.CZ ', 'allegromail.pl'] }).domains).toEqual(['allegromail.cz', 'allegromail.pl']);
});

it.each([
  [['allegromail'], 'domain_invalid'],
  [['@allegromail.pl'], 'domain_invalid'],
  [['jan@allegromail.pl'], 'domain_invalid'],
  [['https://allegromail.pl'], 'domain_invalid'],
  [['allegro_mail.pl'], 'domain_invalid'],
  [['-allegromail.pl'], 'domain_invalid'],
  [['allegromail..pl'], 'domain_invalid'],
  [[`${'a'.repeat(64)}.pl`], 'domain_invalid'],
  [['allegromail.pl', 'ALLEGROMAIL.PL'], 'domain_twice'],
  [['allegromail.pl', 'GMail.com'], 'domain_public'],
  [['wp.pl'], 'domain_public'],
])('refuses the domains %j: %s', (domains, code) => {
  const { error } = settingsSchema.safeParse({ ...FIELD, domains });
  expect(error?.issues.map((issue) => (issue.code === 'custom' ? String(issue.params?.['code']) : issue.code))).toEqual([code]);
});

it('refuses an empty list and a missing field or seller', () => {
  expect(settingsSchema.safeParse({ ...FIELD, domains: [] }).success).toBe(false);
  expect(settingsSchema.safeParse({}).success).toBe(false);
  expect(credentialsSchema.safeParse({ seller: ' ' }).success).toBe(false);
  expect(credentialsSchema.parse({ seller: ' Sprzedawca ', password: 'not wanted' })).toEqual({ seller: 'Sprzedawca' });
});

it('is never looked at by a schedule, and knows a seller by any case', () => {
  expect(recurringIntervalOf(allegro)).toBeNull();
  expect(allegro.accountKey({ seller: 'Sprzedawca' })).toBe(allegro.accountKey({ seller: 'SPRZEDAWCA' }));
  expect(allegro.address({ seller: 'Sprzedawca' })).toBeNull();
});

it.each(['pl', 'en'])('has a guide (%s)', (language) => {
  expect(existsSync(new URL(`../../../docs/guides/${allegro.info.guide}.${language}.md`, import.meta.url))).toBe(true);
});
