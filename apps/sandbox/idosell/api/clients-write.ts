/** `PUT clients/clients`: the shop's data are changed from outside. */
import { faultAnswer, jsonAnswer, type Answer } from '../answer.js';
import type { Row } from '../render/values.js';
import { touchClient, type ClientPatch } from '../world/client-changes.js';
import { setConsent } from '../world/newsletter.js';
import type { Client } from '../world/model.js';
import type { World } from '../world/world.js';
import type { Call } from './endpoint.js';
import type { Params } from './params.js';

export function writeClients({ world, params }: Call): Answer {
  const groups = params.groups('clients');
  if (groups.length === 0) return faultAnswer(3, 'Nie przekazano parametrów do metody');
  const results = groups.map((group) => writeOne(world, group));
  const failed = results.some((row) => row['faultCode'] !== 0);
  return jsonAnswer(failed ? 207 : 200, { results, errors: failed ? { faultCode: 1, faultString: 'Nie zapisano części klientów' } : { faultCode: 0, faultString: '' } });
}

function writeOne(world: World, group: Params): Row {
  const id = group.int('clientId');
  const login = group.text('clientLogin');
  const client = id === null ? world.clients.rows.find((row) => row.login === login) : world.clients.get(id);
  if (client === undefined) return { clientId: id ?? 0, clientLogin: login ?? '', clientCodeExternal: '', faultCode: 2, faultString: 'Nie znaleziono klienta' };
  writeConsents(world, client, group);
  const patch = patchOf(group);
  if (Object.keys(patch).length > 0) touchClient(world, client.id, patch);
  return { clientId: client.id, clientLogin: client.login, clientCodeExternal: client.codeExternal, faultCode: 0, faultString: '' };
}

/** An answer that changes nothing does not move the list's date. */
function writeConsents(world: World, client: Client, group: Params): void {
  for (const [channel, word] of [['email', 'Email'], ['sms', 'Sms']] as const) {
    for (const entry of group.groups(`newsletter${word}ApprovalsData`)) {
      const [answer, shop] = [entry.text(`inNewsletter${word}Approval`), entry.int('shopId')];
      if (shop === null || shop < 1 || shop > world.settings.shops || (answer !== 'y' && answer !== 'n')) continue;
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
