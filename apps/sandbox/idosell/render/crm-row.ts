/** A row of `POST clients/crm/search`: the address is flat, the type has other words, statistics are snake_case with texts. */
import { productsCost } from '../world/basket.js';
import { dayOf, textOf } from '../world/clock.js';
import type { Client, Consents } from '../world/model.js';
import type { World } from '../world/world.js';
import { type Row } from './values.js';

const TYPES = { private: 'person', male: 'person_male', female: 'person_female', firm: 'firm' } as const;

export function crmRow(world: World, client: Client): Row {
  const { billing } = client;
  const orders = world.ordersOf(client.id);
  const worth = (orders.reduce((sum, order) => sum + productsCost(order.lines, order.worth, true), 0) / 100).toFixed(2);
  return {
    clientId: client.id, clientLogin: client.login, clientEmail: client.email, clientType: TYPES[client.kind], clientFirstName: billing.firstName, clientLastName: billing.lastName, clientFirm: billing.firm,
    clientNip: billing.nip, clientNipUeDeclaration: 'no', clientPhone1: billing.phone1, clientPhone2: billing.phone2, clientCountryId: billing.country, langId: client.lang,
    clientIsWholesaler: client.wholesaler ? 'yes' : 'no', clientNote: '', clientCodeExternal: client.codeExternal,
    clientRegistrationDate: client.registered === null ? undefined : dayOf(client.registered),
    clientOrdersAllCount: orders.length, clientOrdersCompletedCount: orders.filter((order) => order.status === 'finished').length, clientTotalOrdersValue: worth,
    clientLastPurchaseDate: client.lastPurchase === null ? '0000-00-00 00:00:00' : textOf(client.lastPurchase), clientLastLoginDate: '0000-00-00 00:00:00', clientLoyaltyPoints: 0,
    clientDiscount: { clientDiscountType: 'percent', clientDiscountValue: 0 },
    clientActiveInShops: client.shops.map((shopId) => ({ shopId, shopName: world.shopName(shopId) })),
    newsletterEmailApprovalsData: approvals(client.consents.email, 'inNewsletterEmailApproval'),
    newsletterSmsApprovalsData: approvals(client.consents.sms, 'inNewsletterSmsApproval'),
    clientLoyaltyCards: [],
    clientOrdersStatistic: orders.length === 0 ? [] : { worth_retail: worth, worth_gross: worth, worth_by_shops: { 1: { shop_id: orders[0]?.shopId ?? 1, worth_gross: worth } } },
  };
}

function approvals(consents: Consents, name: string): readonly Row[] {
  return [...consents].map(([shopId, consent]) => ({ [name]: consent.approved ? 'y' : 'n', shopId }));
}
