/** Who bought, who gets it and where: `clientResult` of an order. */
import type { Account, Order } from '../world/model.js';
import type { World } from '../world/world.js';
import { countryName, type Row } from './values.js';

export function clientResult(world: World, order: Order, version: number): Row {
  return {
    clientAccount: accountRow(world, order.account),
    endClientAccount: accountRow(world, order.endAccount ?? order.account),
    clientBillingAddress: billingRow(order),
    clientDeliveryAddress: deliveryRow(order, version),
    ...(order.point === null ? {} : { clientPickupPointAddress: pointRow(order, order.point, version) }),
    ...(order.payer === null ? {} : { payerAddress: payerRow(order, order.payer) }),
    ...(version >= 8 ? { clientOnBlackList: false } : {}),
  };
}

/** The account as it is today, without moving the order's date; what is left of a removed client is the copy. */
function accountRow(world: World, copy: Account): Row {
  const client = world.clients.get(copy.clientId);
  return {
    clientId: copy.clientId,
    clientLogin: client?.login ?? copy.login,
    clientEmail: client?.email ?? copy.email,
    clientPhone1: client?.billing.phone1 ?? copy.phone1,
    clientPhone2: client?.billing.phone2 ?? copy.phone2,
    clientCodeExternal: client?.codeExternal ?? copy.codeExternal,
  };
}

function billingRow({ billing, id }: Order): Row {
  return {
    clientFirstName: billing.firstName, clientLastName: billing.lastName, clientNip: billing.nip, clientFirm: billing.firm, clientNipUeVerified: billing.nip === '' ? null : 'n',
    ...(id % 7 === 0 ? { clientAdditional: '' } : {}), clientStreet: billing.street, clientZipCode: billing.zip, clientCity: billing.city, clientCountryId: billing.country,
    clientCountryName: countryName(billing.country), clientProvinceId: '', clientProvince: '', clientPhone1: billing.phone1, clientPhone2: billing.phone2,
  };
}

function deliveryRow(order: Order, version: number): Row {
  const { delivery, point } = order;
  return {
    clientDeliveryAddressId: version <= 5 ? delivery.id : String(delivery.id),
    clientDeliveryAddressFirstName: delivery.firstName,
    clientDeliveryAddressLastName: delivery.lastName,
    clientDeliveryAddressFirm: delivery.additional,
    clientDeliveryAddressStreet: point?.street ?? delivery.street,
    clientDeliveryAddressZipCode: point?.zip ?? delivery.zip,
    clientDeliveryAddressCity: point?.city ?? delivery.city,
    clientDeliveryAddressCountry: countryName(delivery.country),
    clientDeliveryAddressCountryId: delivery.country,
    clientDeliveryAddressPhone1: delivery.phone,
    clientDeliveryAddressPhone2: '',
    clientDeliveryAddressProvinceId: '',
    clientDeliveryAddressProvince: '',
    clientDeliveryAddressType: point === null ? 'client' : 'pickupPoint',
    clientDeliveryAddressPickupPointInternalId: point?.internalId ?? 0,
  };
}

/** A code of digits only is a number in older versions. */
function pointRow(order: Order, point: NonNullable<Order['point']>, version: number): Row {
  const id = version <= 6 && /^\d+$/.test(point.code) ? Number(point.code) : point.code;
  return {
    pickupPointId: id, ...(order.id % 2 === 0 ? { externalPickupPointId: point.code } : {}), name: point.code, street: point.street, zipCode: point.zip, city: point.city, description: 'przy wejściu',
    latitude: 50.06, longitude: 19.95,
  };
}

function payerRow(order: Order, payer: NonNullable<Order['payer']>): Row {
  const fields: Row = {
    Id: order.delivery.id + 50_000, FirstName: payer.firstName, LastName: payer.lastName, Firm: payer.firm, Nip: payer.nip, Street: payer.street, ZipCode: payer.zip, City: payer.city,
    Country: countryName(payer.country), CountryId: payer.country, Phone: payer.phone1,
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`payerAddress${name}`, value]));
}
