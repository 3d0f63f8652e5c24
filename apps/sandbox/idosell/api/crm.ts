/** `POST clients/crm/search`: other names than in clients/clients, and no modification filter. */
import { emptyAnswer, jsonAnswer, type Answer } from '../answer.js';
import { crmRow } from '../render/crm-row.js';
import type { Channel, Client } from '../world/model.js';
import type { Call } from './endpoint.js';
import { slice } from './paging.js';
import { passing, within, type Params } from './params.js';

type Test = (client: Client) => boolean;

export function searchCrm({ world, params }: Call): Answer {
  const tests = testsOf(params);
  const page = slice(passing(world.clients.rows, tests), params, 'camel');
  if (page === null) return emptyAnswer('Wyszukiwarka CRM');
  const wanted = params.list('returnElements');
  const chosen = (row: Readonly<Record<string, unknown>>): unknown => (wanted === null ? row : Object.fromEntries(Object.entries(row).filter(([name]) => name === 'clientId' || wanted.includes(name))));
  return jsonAnswer(200, { ...page.paging, clientsResults: page.rows.map((client) => chosen(crmRow(world, client))) });
}

const TEXTS: readonly (readonly [string, (client: Client) => string])[] = [
  ['clientLogin', (client) => client.login], ['clientEmail', (client) => client.email], ['clientFirstName', (client) => client.billing.firstName],
  ['clientLastName', (client) => client.billing.lastName], ['clientFirm', (client) => client.billing.firm], ['clientNip', (client) => client.billing.nip],
  ['clientCodeExternal', (client) => client.codeExternal], ['clientCountryId', (client) => client.billing.country], ['langId', (client) => client.lang],
];

function testsOf(params: Params): Test[] {
  const tests: Test[] = [];
  const exact = params.bool('settingsExactSearch');
  for (const [name, read] of TEXTS) {
    const text = params.text(name)?.toLowerCase() ?? '';
    if (text !== '') tests.push((client) => (exact ? read(client).toLowerCase() === text : read(client).toLowerCase().includes(text)));
  }
  const codes = params.list('clientCodesExternal');
  if (codes !== null) tests.push((client) => codes.includes(client.codeExternal));
  const wholesaler = params.text('clientIsWholesaler');
  if (wholesaler === 'yes' || wholesaler === 'no') tests.push((client) => client.wholesaler === (wholesaler === 'yes'));
  const registered = params.group('clientRegistrationDate').range('clientRegistrationDateBegin', 'clientRegistrationDateEnd');
  if (registered !== null) tests.push((client) => within(client.registered, registered));
  tests.push(...approvalTests(params, 'email', 'Email'), ...approvalTests(params, 'sms', 'Sms'));
  const byShops = params.group('searchByShops');
  const shops = byShops.list('shopsIds')?.map(Number) ?? null;
  if (shops !== null) tests.push(byShops.text('searchModeInShops') === 'exactly_selected' ? (client) => String(client.shops) === String([...shops].sort()) : (client) => client.shops.some((shop) => shops.includes(shop)));
  const hasOrders = params.group('orders').text('clientHasOrders');
  if (hasOrders === 'y' || hasOrders === 'n') tests.push((client) => client.orderCount > 0 === (hasOrders === 'y'));
  return tests;
}

function approvalTests(params: Params, channel: Channel, word: 'Email' | 'Sms'): Test[] {
  return params.groups(`newsletter${word}ApprovalsData`).flatMap((group): Test[] => {
    const [wanted, shop] = [group.text(`inNewsletter${word}Approval`), group.int('shopId')];
    if (shop === null || (wanted !== 'y' && wanted !== 'n')) return [];
    return [(client) => (client.consents[channel].get(shop)?.approved ?? false) === (wanted === 'y')];
  });
}
