/** `GET clients/deliveryAddress` and `GET clients/tags`. */
import { faultAnswer, jsonAnswer, refusal, type Answer } from '../answer.js';
import type { Row } from '../render/values.js';
import type { Client } from '../world/model.js';
import type { World } from '../world/world.js';
import { TOO_MANY, type Call } from './endpoint.js';

type Asked = { readonly id: string; readonly login: string; readonly code: string; readonly client: Client | undefined };

/** One row for each client asked for; an unknown one has only its `error`. */
export function readDeliveryAddresses({ world, params }: Call): Answer {
  const asked = askedClients(world, params.list('clientIds'), params.list('clientLogins'), params.list('clientCodesExternal'));
  if (asked.length === 0) return faultAnswer(3, 'Nie przekazano parametrów do metody');
  if (asked.length > TOO_MANY) return refusal(422, 'Przekroczono maksymalną liczbę elementów listy: 100');
  const results = asked.map(({ id, login, code, client }): Row => {
    if (client === undefined) {
      return { clientId: Number(id) || 0, clientLogin: login, clientCodeExternal: code, clientDeliveryAddresses: [], error: { faultCode: 2, faultString: 'Nie znaleziono klienta o podanym identyfikatorze' } };
    }
    return { clientId: client.id, clientLogin: client.login, clientCodeExternal: client.codeExternal, clientDeliveryAddresses: client.addresses.map(addressRow), error: { faultCode: 0, faultString: '' } };
  });
  return jsonAnswer(asked.some(({ client }) => client === undefined) ? 207 : 200, { results });
}

function askedClients(world: World, ids: readonly string[] | null, logins: readonly string[] | null, codes: readonly string[] | null): readonly Asked[] {
  const { rows } = world.clients;
  if (ids !== null) return ids.map((id) => ({ id, login: '', code: '', client: world.clients.get(Number(id)) }));
  if (logins !== null) return logins.map((login) => ({ id: '', login, code: '', client: rows.find((client) => client.login === login) }));
  return (codes ?? []).map((code) => ({ id: '', login: '', code, client: rows.find((client) => client.codeExternal === code) }));
}

function addressRow(address: Client['addresses'][number]): Row {
  return {
    clientDeliveryAddressId: address.id, clientDeliveryAddressFirstName: address.firstName, clientDeliveryAddressLastName: address.lastName, clientDeliveryAddressAdditional: address.additional,
    clientDeliveryAddressPhone1: address.phone, clientDeliveryAddressCity: address.city, clientDeliveryAddressStreet: address.street, clientDeliveryAddressZipCode: address.zip,
    clientDeliveryAddressRegionId: '', clientDeliveryAddressProvinceId: '', clientDeliveryAddressCountry: address.country,
  };
}

/** Some have two, in no order, most have none: then the answer is the fault of an empty result. */
export function readTags({ world, params }: Call): Answer {
  const client = world.clients.get(params.int('clientId') ?? 0);
  const made = client === undefined || client.id % 3 !== 0 ? [] : [{ name: 'stały klient', value: 1 }, ...(client.id % 6 === 0 ? [{ name: 'VIP', value: client.id % 9 }] : [])];
  const tags = client === undefined ? [] : (world.tags.get(client.id) ?? made);
  if (tags.length === 0) return faultAnswer(2, 'Tagi klienta: zwrócono pusty wynik');
  return jsonAnswer(200, { results: tags.map(({ name, value }, index) => ({ tagId: 4 + index, tagName: name, tagValue: value })) });
}
