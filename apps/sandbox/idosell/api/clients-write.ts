/**
 * `PUT clients/clients`: the shop's data are changed from outside. Names by the official OpenAPI text: accounts are known by
 * their login, `clientsSettings` stands beside `params`, and each row of the answer carries its own faults.
 */
import { faultAnswer, jsonAnswer, type Answer } from '../answer.js';
import type { Row } from '../render/values.js';
import { touchClient, type ClientPatch } from '../world/client-changes.js';
import { setConsent } from '../world/newsletter.js';
import type { Client } from '../world/model.js';
import type { World } from '../world/world.js';
import { TOO_MANY, type Call } from './endpoint.js';
import type { Params } from './params.js';

const NOT_FOUND = 1;
const WRONG_SHOP = 14;

export function writeClients({ world, params, outside }: Call): Answer {
  const groups = params.groups('clients');
  if (groups.length === 0) return faultAnswer(3, 'Nie przekazano parametrów do metody');
  if (groups.length > TOO_MANY) return faultAnswer(3, 'Przekroczono maksymalną liczbę elementów listy: 100');
  const told = toldBy(outside.group('clientsSettings'));
  const results = groups.map((group) => writeOne(world, group, told));
  const failed = results.some((row) => row['resultStatus'] !== true);
  return jsonAnswer(failed ? 207 : 200, { results, errors: failed ? { faultCode: 1, faultString: 'Nie zapisano części klientów' } : { faultCode: 0, faultString: '' } });
}

/** How clients hear of a change: by both ways, unless the call says otherwise. */
function toldBy(settings: Params): readonly ('email' | 'sms')[] {
  const isOff = (name: string): boolean => settings.text(name) === 'false';
  return [...(isOff('clientSettingSendMail') ? [] : (['email'] as const)), ...(isOff('clientSettingSendSms') ? [] : (['sms'] as const))];
}

function rowOf(clientId: number, group: Params, faultCode = 0): Row {
  const errors = faultCode === 0 ? [] : [{ faultCode, faultString: faultCode === WRONG_SHOP ? 'Nieprawidłowy identyfikator sklepu' : 'Nie zapisano klienta' }];
  return { resultStatus: faultCode === 0, clientsResult: { clientId, requestReference: group.text('requestReference') ?? '' }, errors };
}

function writeOne(world: World, group: Params, told: readonly ('email' | 'sms')[]): Row {
  const login = group.text('clientLogin');
  const client = login === null ? world.clients.get(group.int('clientId') ?? 0) : world.clients.rows.find((row) => row.login === login);
  if (client === undefined) return rowOf(0, group, NOT_FOUND);
  const fault = world.refusedWrites.get(client.id) ?? (namesShops(world, group) ? 0 : WRONG_SHOP);
  if (fault !== 0) return rowOf(client.id, group, fault);
  writeConsents(world, client, group);
  const patch = patchOf(group);
  if (Object.keys(patch).length > 0) touchClient(world, client.id, patch);
  for (const channel of told) world.told.push({ clientId: client.id, channel });
  return rowOf(client.id, group);
}

const approvalsOf = (group: Params, word: 'Email' | 'Sms'): readonly Params[] => group.groups(`newsletter${word}ApprovalsData`);

function namesShops(world: World, group: Params): boolean {
  const shops = (['Email', 'Sms'] as const).flatMap((word) => approvalsOf(group, word).map((entry) => entry.int('shopId') ?? 0));
  return shops.every((shop) => shop >= 1 && shop <= world.settings.shops);
}

/** An answer that changes nothing does not move the list's date. */
function writeConsents(world: World, client: Client, group: Params): void {
  for (const [channel, word] of [['email', 'Email'], ['sms', 'Sms']] as const) {
    for (const entry of approvalsOf(group, word)) {
      const [answer, shop] = [entry.text(`inNewsletter${word}Approval`), entry.int('shopId')];
      if (shop === null || (answer !== 'y' && answer !== 'n')) continue;
      const known = client.consents[channel].get(shop)?.approved ?? false;
      if (known !== (answer === 'y')) setConsent(world, client.id, shop, channel, answer === 'y');
    }
  }
}

function patchOf(group: Params): ClientPatch {
  const fields = {
    email: group.text('clientEmail'), firstName: group.text('clientFirstName'), lastName: group.text('clientLastName'), phone: group.text('clientPhone1'), phone2: group.text('clientPhone2'),
    firm: group.text('clientFirm'), nip: group.text('clientNip'), street: group.text('clientStreet'), zip: group.text('clientZipCode'), city: group.text('clientCity'), codeExternal: group.text('clientCodeExternal'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
