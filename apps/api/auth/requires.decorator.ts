import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import { PERMISSIONS, type Permission } from '#libs/security/permissions.js';

export const PERMISSION_KEY = 'sztafeta:permission';
export const PUBLIC = 'public';

/** The one right a caller needs for this route. Every route has this mark or `Public`; without either nobody gets in. */
export function Requires(permission: Permission): MethodDecorator {
  return applyDecorators(
    SetMetadata(PERMISSION_KEY, permission),
    ApiBearerAuth(),
    ApiExtension('x-permission', permission),
    ApiExtension('x-role', PERMISSIONS[permission]),
  );
}

/** Open to everybody: health checks. */
export function Public(): MethodDecorator {
  return SetMetadata(PERMISSION_KEY, PUBLIC);
}
