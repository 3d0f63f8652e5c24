import { ROLES } from '#libs/domain/words.js';
import type { Role } from '#libs/domain/words.js';

/** Every right and the least role that has it. A route of the API names exactly one of them. */
export const PERMISSIONS = {
  'platforms.read': 'viewer',
  'integrations.read': 'viewer',
  'integrations.write': 'operator',
  'integrations.authenticate': 'operator',
  'integrations.control': 'operator',
  'integrations.delete': 'admin',
  'runs.read': 'viewer',
  'runs.control': 'operator',
  'customers.read': 'viewer',
  'customers.write': 'operator',
  'customers.erase': 'admin',
  'orders.read': 'viewer',
  'tickets.read': 'viewer',
  'tickets.write': 'operator',
  'destinations.read': 'viewer',
  'destinations.write': 'operator',
  'destinations.authenticate': 'operator',
  'destinations.control': 'operator',
  'destinations.delete': 'admin',
  'routes.read': 'viewer',
  'routes.write': 'operator',
  'routes.control': 'operator',
  'routes.delete': 'admin',
  'routes.export': 'operator',
  'routes.setup': 'admin',
  'deliveries.read': 'viewer',
  'deliveries.control': 'operator',
  'custom-fields.read': 'viewer',
  'custom-fields.write': 'operator',
  'custom-fields.delete': 'admin',
  'rejects.read': 'viewer',
  'rejects.replay': 'operator',
  'alerts.read': 'viewer',
  'alerts.write': 'operator',
  'alerts.manage': 'admin',
  'budget.read': 'viewer',
  'audit.read': 'admin',
  'api-keys.read': 'admin',
  'api-keys.manage': 'admin',
  'webhooks.read': 'operator',
  'webhooks.renew': 'operator',
  'workspaces.read': 'viewer',
  'workspaces.manage': 'admin',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof PERMISSIONS;

export const PERMISSION_NAMES = Object.keys(PERMISSIONS) as readonly Permission[];

/** True when a role is the least one of a permission, or stronger. */
export function allows(role: Role, permission: Permission): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[permission]);
}
