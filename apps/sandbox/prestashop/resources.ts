/** Every resource name a version knows, for the root listing and the texts of error 27; only some are modelled here. */
import { RESOURCE_NAMES, type ResourceName } from './fields.js';
import type { Profile } from './profile.js';

const COMMON =
  'addresses carriers cart_rules carts categories combinations configurations contacts content_management_system countries currencies ' +
  'customer_messages customer_threads customers customizations deliveries employees groups guests image_types images languages manufacturers ' +
  'order_carriers order_details order_histories order_invoices order_payments order_slip order_states orders price_ranges ' +
  'product_customization_fields product_feature_values product_features product_option_values product_options product_suppliers products search ' +
  'shop_groups shop_urls shops specific_price_rules specific_prices states stock_availables stock_movement_reasons stock_movements stocks stores ' +
  'suppliers tags tax_rule_groups tax_rules taxes translated_configurations warehouses weight_ranges zones';
const OLD = 'order_discounts supply_order_details supply_order_histories supply_order_receipt_histories supply_order_states supply_orders';

/** Names in alphabetical order. */
export function knownResources(profile: Profile): readonly string[] {
  const names = COMMON.split(' ');
  if (profile.level === 16) names.push(...OLD.split(' '));
  else names.push('messages', 'order_cart_rules');
  if (profile.level >= 80) names.push('attachments');
  if (profile.level >= 90) names.push('order_returns');
  return names.sort();
}

export function isModelled(name: string): name is ResourceName {
  return (RESOURCE_NAMES as readonly string[]).includes(name);
}

/** What the root listing says about a resource. */
export const DESCRIPTIONS: Readonly<Record<string, string>> = {
  addresses: 'The Customer, Manufacturer and Customer addresses',
  configurations: 'Shop configuration',
  countries: 'The countries',
  currencies: 'The currencies',
  customers: "The e-shop's customers",
  languages: 'Shop languages',
  messages: 'The Messages',
  order_histories: 'The Order histories',
  order_states: 'The Order statuses',
  orders: 'The Customers orders',
  shops: 'Shops from multi-shop feature',
};
