/** A row of `GET clients/clients`. */
import { dayOf, textOf } from '../world/clock.js';
import type { Client, Consents } from '../world/model.js';
import type { World } from '../world/world.js';
import { money, ZERO, type Row } from './values.js';

/** Everything the read gives; a third of the one-off clients have only the short form. */
export function clientRow(world: World, client: Client): Row {
  const short = client.oneOff && client.id % 3 === 0;
  const row: Row = {
    clientId: client.id,
    clientsLastModificationDate: client.modified === null ? undefined : textOf(client.modified),
    clientLogin: client.login,
    clientCodeExternal: client.codeExternal,
    clientEmail: client.email,
    clientType: client.kind,
    ...(short ? {} : { showClientAsPartner: client.id % 2 === 0 ? 'n' : '', operator: operatorOf(client.id) }),
    isUnregistered: client.oneOff ? 'y' : 'n',
    ...(short ? {} : { blockAutomaticallyAssigningGroupDiscount: 'n' }),
    clientBillingAddress: billingOf(client, short),
    clientPersonalData: { clientBirthDate: client.birth },
    ...(short ? {} : { clientPreferences: preferencesOf(client) }),
    newsletterEmailApprovalsData: approvals(client.consents.email, 'newsletterEmailApprovalDate'),
    newsletterSmsApprovalsData: approvals(client.consents.sms, 'newsletterSmsApprovalDate'),
    ...(short ? {} : accountPart(client)),
    // A plain day mostly, the whole moment for some.
    clientRegistrationDate: client.registered === null ? undefined : client.id % 5 === 0 ? textOf(client.registered) : dayOf(client.registered),
    ...(short ? {} : { clientActiveInShops: client.shops.map((shopId) => ({ shopId, shopName: world.shopName(shopId) })) }),
  };
  return spoiled(client, row);
}

function operatorOf(id: number): unknown {
  if (id % 4 === 0) return { login: 'sprzedaz', name: 'Dział Sprzedaży' };
  return id % 4 === 1 ? [] : {};
}

function billingOf({ billing }: Client, short: boolean): Row {
  return {
    clientFirstName: billing.firstName, clientLastName: billing.lastName, clientNip: billing.nip, clientFirm: billing.firm, clientStreet: billing.street, clientZipCode: billing.zip,
    clientCity: billing.city, clientCountryId: billing.country, ...(short ? {} : { clientRegionId: '', clientProvinceId: '' }), clientPhone1: billing.phone1, clientPhone2: billing.phone2,
  };
}

function preferencesOf(client: Client): Row {
  return {
    langId: client.lang, currencyId: client.currency, clientIsWholesaler: client.wholesaler ? 'yes' : 'no', clientVatPreferences: 'bycountry',
    clientGroupDiscountNumber: client.wholesaler ? 3 : 0, clientGroupDiscountName: client.wholesaler ? 'Hurt -20%' : null, clientNipUeDeclaration: 'no',
  };
}

/** Somebody who left the list has the zero date, like somebody who never joined. */
function approvals(consents: Consents, dateName: string): readonly Row[] {
  return [...consents].map(([shopId, consent]) => ({ [dateName]: consent.approved && consent.at !== null ? textOf(consent.at) : ZERO, shopId }));
}

function accountPart(client: Client): Row {
  return {
    // A PHP array with gaps in its keys is an object.
    clientBalances: client.credit > 0 ? { 1: { clientBalanceAmount: money(client.credit / 10), currencyId: 'PLN' } } : [],
    clientTradeCredit: { clientTradeCreditLimit: money(client.credit), currencyId: 'PLN', clientTradeCreditUsed: money(client.credit / 4) },
    affiliateLogin: null,
    affiliateId: 0,
  };
}

function spoiled(client: Client, row: Row): Row {
  switch (client.damage) {
    default: return row;
    case 'bad-date': return { ...row, clientsLastModificationDate: 'wczoraj', clientRegistrationDate: '2026-13-45' };
    case 'bad-total': return { ...row, clientBalances: [{ clientBalanceAmount: 'abc', currencyId: 'PLN' }] };
    case 'bad-type': return { ...row, clientEmail: { unexpected: [1, 2] }, clientBillingAddress: 'array' };
    case 'no-id': return { ...row, clientId: undefined };
  }
}

/** `returnElements`: flat names, although the row nests what they name. Unknown names give nothing; the id always comes. */
export function chosenElements(row: Row, names: readonly string[] | null): Row {
  if (names === null) return row;
  const wanted = new Set(['clientId', ...names]);
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (wanted.has(name)) result[name] = value;
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const inner = Object.entries(value).filter(([field]) => wanted.has(field));
      if (inner.length > 0) result[name] = Object.fromEntries(inner);
    }
  }
  return result;
}
