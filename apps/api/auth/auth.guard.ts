import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { findApiKey } from '#libs/security/api-keys.js';
import { allows, PERMISSIONS, type Permission } from '#libs/security/permissions.js';
import { keyInvalid, keyMissing, roleTooLow } from './auth.problems.js';
import type { AuthenticatedRequest } from './principal.js';
import { PERMISSION_KEY, PUBLIC } from './requires.decorator.js';

const BEARER = /^Bearer\s+(\S+)$/iu;

/** Lets a call in when its key has the role the route's permission asks for. A route without a mark lets nobody in. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.get<Permission | typeof PUBLIC | undefined>(PERMISSION_KEY, context.getHandler());
    if (permission === PUBLIC) return true;
    if (permission === undefined) throw new Error('this route names no permission');
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const secret = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (secret === undefined) throw keyMissing();
    const key = await findApiKey(this.dataSource, secret);
    if (key === null) throw keyInvalid();
    if (!allows(key.role, permission)) throw roleTooLow(permission, PERMISSIONS[permission], key.role);
    request.principal = { keyId: key.id, workspaceId: key.workspaceId, role: key.role };
    return true;
  }
}
