/** Every call the simulator answers, by version. */
import { readDeliveryAddresses, readTags } from './client-addresses.js';
import { readClients } from './clients.js';
import { writeClients } from './clients-write.js';
import { searchCrm } from './crm.js';
import type { Endpoint } from './endpoint.js';
import { searchNewsletter } from './newsletter.js';
import { readOrders, readStatuses, searchOrders } from './orders.js';
import { readCategories, readMenu, readProducts, searchProducts } from './products.js';
import { readCampaigns, readServerLoad, readServerTime, readShopCurrencies, readShopLanguages, readShopsData } from './system.js';

const read = (path: string, module: Endpoint['module'], run: Endpoint['run']): Endpoint => ({ method: 'GET', path, module, level: 'r', run });

/** Searches are `POST …/search` from v5 on; v3 and v4 have other paths and sometimes another method. */
const search = (path: string, old: readonly ['GET' | 'POST', string], module: Endpoint['module'], run: Endpoint['run']): readonly Endpoint[] => [
  { method: 'POST', path, module, level: 'r', from: 5, run },
  { method: old[0], path: old[1], module, level: 'r', to: 4, run },
];

export const ENDPOINTS: readonly Endpoint[] = [
  read('clients/clients', 'CRM', readClients),
  { method: 'PUT', path: 'clients/clients', module: 'CRM', level: 'rw', run: writeClients },
  read('clients/deliveryAddress', 'CRM', readDeliveryAddresses),
  read('clients/tags', 'CRM', readTags),
  ...search('clients/crm/search', ['GET', 'clients/crm'], 'CRM', searchCrm),
  ...search('clients/newsletter/email/search', ['GET', 'clients/newsletterEmailShops'], 'CRM', searchNewsletter('email')),
  ...search('clients/newsletter/sms/search', ['GET', 'clients/newsletterEmailSMS'], 'CRM', searchNewsletter('sms')),
  ...search('orders/orders/search', ['POST', 'orders/orders/get'], 'OMS', searchOrders),
  read('orders/orders', 'OMS', readOrders),
  read('orders/statuses', 'OMS', readStatuses),
  ...search('products/products/search', ['POST', 'products/products/get'], 'PIM', searchProducts),
  read('products/products', 'PIM', readProducts),
  read('products/categories', 'PIM', readCategories),
  read('menu/menu', 'PIM', readMenu),
  read('shops/languages', 'SYSTEM', readShopLanguages),
  read('shops/currencies', 'SYSTEM', readShopCurrencies),
  read('system/shopsData', 'SYSTEM', readShopsData),
  read('system/serverTime', 'SYSTEM', readServerTime),
  read('system/serverLoad', 'SYSTEM', readServerLoad),
  read('snippets/campaign', 'CMS', readCampaigns),
];
