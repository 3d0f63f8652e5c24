/** `GET clients/clients`, the only client read with a modification filter. */
import { emptyAnswer, jsonAnswer, refusal, type Answer } from '../answer.js';
import { chosenElements, clientRow } from '../render/client-row.js';
import { dayOf, parseLocal } from '../world/clock.js';
import type { Client } from '../world/model.js';
import type { World } from '../world/world.js';
import { TOO_MANY, type Call } from './endpoint.js';
import { slice } from './paging.js';
import { remembered } from './remembered.js';
import { passing, within, type Params, type Range } from './params.js';

type Test = (client: Client) => boolean;

export function readClients({ world, params }: Call): Answer {
  const ids = params.list('clientsIds');
  if ((ids?.length ?? 0) > TOO_MANY) return refusal(422, 'Przekroczono maksymalną liczbę elementów parametru clientsIds: 100');
  const found = remembered(world, 'clients', params, () => ordered(world, passing(world.clients.rows, testsOf(world, params))));
  const page = slice(found, params, 'camel');
  if (page === null) return emptyAnswer('Wyszukiwarka klientów');
  const names = params.list('returnElements');
  return jsonAnswer(200, { ...page.paging, results: page.rows.map((client) => chosenElements(clientRow(world, client), names)) });
}

function testsOf(world: World, params: Params): Test[] {
  const tests: Test[] = [];
  const ids = params.list('clientsIds');
  if (ids !== null) tests.push(({ id }) => ids.includes(String(id)));
  const codes = params.list('clientCodesExternal');
  if (codes !== null) tests.push((client) => codes.includes(client.codeExternal));
  const modified = modifiedRange(world, params.group('clientsLastModificationDate'));
  if (modified !== null) tests.push((client) => within(client.modified, modified));
  const registered = params.group('clientRegistrationDate').range('clientRegistrationDateBegin', 'clientRegistrationDateEnd');
  if (registered !== null) tests.push((client) => within(client.registered, wholeDays(registered)));
  const bought = params.group('clientLastPurchaseDate').range('clientLastPurchaseDateBegin', 'clientLastPurchaseDateEnd');
  if (bought !== null) tests.push((client) => within(client.lastPurchase, wholeDays(bought)));
  const shop = params.int('shopId');
  if (shop !== null) tests.push((client) => client.shops.includes(shop));
  if (params.text('clientIsActive') === 'no') tests.push(() => false);
  const text = params.text('clientTextSearch')?.toLowerCase() ?? '';
  if (text !== '') tests.push((client) => [client.login, client.email, client.billing.firstName, client.billing.lastName, client.billing.firm].some((field) => field.toLowerCase().includes(text)));
  const credit = params.text('clientHasTradeCredit');
  if (credit === 'nonzero' || credit === 'positive') tests.push((client) => client.credit > 0);
  if (credit === 'zero') tests.push((client) => client.credit === 0);
  if (credit === 'negative') tests.push(() => false);
  return tests;
}

/** Rows never saved have no date and lie in no window. */
function modifiedRange(world: World, group: Params): Range | null {
  const range = group.range('clientsLastModificationDateBegin', 'clientsLastModificationDateEnd');
  return range === null || world.settings.modificationGranularity === 'datetime' ? range : wholeDays(range);
}

function wholeDays({ from, to }: Range): Range {
  return {
    from: from === -Infinity ? from : (parseLocal(dayOf(from), false) ?? from),
    to: to === Infinity ? to : (parseLocal(dayOf(to), true) ?? to),
  };
}

function ordered(world: World, rows: Client[]): readonly Client[] {
  if (world.settings.clientOrder === 'id-desc') return rows.reverse();
  if (world.settings.clientOrder === 'modified-desc') return rows.sort((a, b) => (b.modified ?? 0) - (a.modified ?? 0) || b.id - a.id);
  return rows;
}
