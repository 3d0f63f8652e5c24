import { destinationOf, DESTINATIONS } from '../registry.js';
import { salesmanago } from './salesmanago.destination.js';
import { credentialsSchema, settingsSchema, withDefaults } from './salesmanago.schema.js';
import { apiKeyOf, authBlock, secretsOf } from './signature.js';
import { CREDENTIALS } from './testing/tiny-account.js';

const parse = (more: Readonly<Record<string, unknown>> = {}): ReturnType<typeof credentialsSchema.safeParse> => credentialsSchema.safeParse({ ...CREDENTIALS, endpoint: 'app3.salesmanago.pl', ...more });

it.each([
  ['app3.salesmanago.pl', 'https://app3.salesmanago.pl'],
  [' https://App3.SALESmanago.pl/api ', 'https://app3.salesmanago.pl'],
  ['https://app2.manago.ai/api/', 'https://app2.manago.ai'],
  ['http://www.salesmanago.com/api/contact/upsert', 'https://www.salesmanago.com'],
  ['app3.salesmanago.pl/api?x=1#y', 'https://app3.salesmanago.pl'],
  ['https://proxy.example.pl/sm/api', 'https://proxy.example.pl/sm'],
  ['http://127.0.0.1:8099', 'http://127.0.0.1:8099'],
  ['http://localhost:8099/api', 'http://localhost:8099'],
])('endpoint "%s" becomes %s', (endpoint, expected) => {
  expect(parse({ endpoint }).data?.endpoint).toBe(expected);
});

it.each([
  { endpoint: 'ftp://app3.salesmanago.pl' }, { endpoint: 'https://user:pass@app3.salesmanago.pl' }, { endpoint: '' }, { clientId: '' }, { clientId: 'with blank' }, { apiSecret: 'żółw-żółw' },
  { owner: 'nobody' }, { owner: '' }, { apiV3Key: 'a b c d' }, { v3Endpoint: 'file:///etc/passwd' },
])('refuses the credentials %j', (more) => {
  expect(parse(more).success).toBe(false);
});

it('needs no more than the panel shows', () => {
  const { apiKey, ...shown } = CREDENTIALS;
  const credentials = credentialsSchema.parse({ ...shown, endpoint: 'app3.salesmanago.pl', owner: ' CRM@sklep-narwik.example.pl ' });
  // Case is kept: whether the account compares it is not known.
  expect(credentials).toEqual({ ...shown, owner: 'CRM@sklep-narwik.example.pl', endpoint: 'https://app3.salesmanago.pl', v3Endpoint: 'https://api.salesmanago.com' });
  expect(apiKey).toBeDefined();
  // Kept for ever without being stored: the same client id always signs with the same key.
  expect(apiKeyOf(credentials)).toMatch(/^[0-9a-f]{32}$/u);
  expect(apiKeyOf(credentials)).toBe(apiKeyOf(credentialsSchema.parse({ ...credentials, apiSecret: 'another-secret' })));
  expect(apiKeyOf(credentials)).not.toBe(apiKeyOf({ ...credentials, clientId: 'another' }));
});

it('signs as the sheet shows', () => {
  const credentials = credentialsSchema.parse({ ...CREDENTIALS, endpoint: 'app3.salesmanago.pl', apiV3Key: 'V3KEY' });
  expect(authBlock(credentials, 7.25)).toEqual({ clientId: 'n4rw1k7demo0club', apiKey: 'q9Zt3LmK7xWb2RvN', requestTime: 7, sha: 'b0fa6db5436c432a3b1bdcda7b63414f15213760' });
  expect(secretsOf(credentials)).toEqual([CREDENTIALS.apiSecret, 'b0fa6db5436c432a3b1bdcda7b63414f15213760', CREDENTIALS.apiKey, 'V3KEY']);
});

it('has a default for every setting', () => {
  expect(withDefaults(null)).toEqual({ contactsPerMinute: 120, requestsPerMinute: 120, maxInFlight: 2, quietSeconds: 180, locations: [] });
  expect(salesmanago.quietMs(withDefaults({ quietSeconds: 2 }))).toBe(2_000);
  expect(salesmanago.locations(withDefaults({ locations: ['sm_1', 'Shop_ID'] }))).toEqual(['sm_1', 'Shop_ID']);
});

it.each([{ locations: ['with blank'] }, { locations: ['a'.repeat(37)] }, { locations: [''] }, { quietSeconds: 0 }, { maxInFlight: 9 }, { contactsPerMinute: 0 }])('refuses the settings %j', (settings) => {
  expect(settingsSchema.safeParse(settings).success).toBe(false);
});

it('counts requests by what the owner allows', () => {
  const credentials = credentialsSchema.parse({ ...CREDENTIALS, endpoint: 'app3.salesmanago.pl' });
  expect(salesmanago.budget(credentials, withDefaults({ requestsPerMinute: 30, maxInFlight: 1 }))).toEqual({ limit: { requests: 30, windowMs: 60_000 }, share: 1, maxInFlight: 1 });
  expect([salesmanago.address(credentials), salesmanago.accountKey(credentials)]).toEqual(['https://app3.salesmanago.pl', 'n4rw1k7demo0club']);
});

it('is found by its kind', () => {
  expect(DESTINATIONS.map(({ kind }) => destinationOf(kind))).toEqual(DESTINATIONS);
  expect(() => destinationOf('thulium')).toThrow(expect.objectContaining({ kind: 'configuration_invalid', code: 'destination_unknown' }) as Error);
});
