import type { PanelLinks } from '../sdk/connector.js';
import { idOf } from '../sdk/values.js';
import type { PrestaShopSettings } from './prestashop.schema.js';

/**
 * Links into the shop panel. The old query form works in every version (newer ones lead it to the new page); the path form
 * exists since 1.7.6 for customers and 1.7.7 for orders. Neither carries the panel's token: a logged-in employee confirms once.
 */
export function panelLinks({ adminUrl, adminLinks }: Partial<PrestaShopSettings>): PanelLinks {
  const link = (id: string, query: string, path: string): string | null => {
    if (adminUrl === undefined || idOf(id) === null) return null;
    return `${adminUrl}/index.php${adminLinks === 'path' ? path : query}`;
  };
  return {
    customer: (id) => link(id, `?controller=AdminCustomers&id_customer=${id}&viewcustomer`, `/sell/customers/${id}/view`),
    order: (id) => link(id, `?controller=AdminOrders&id_order=${id}&vieworder`, `/sell/orders/${id}/view`),
  };
}
