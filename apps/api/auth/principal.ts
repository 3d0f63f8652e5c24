import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Role } from '#libs/domain/words.js';

/** Who is calling: one API key, which belongs to one workspace. */
export type Principal = {
  readonly keyId: string;
  readonly workspaceId: string;
  readonly role: Role;
};

/** A request that has passed the guard. */
export type AuthenticatedRequest = Request & { principal?: Principal };

/** Written into audit rows and runs. */
export const actorOf = (principal: Principal): string => `key:${principal.keyId}`;

/** The caller, as a parameter of a controller method. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (principal === undefined) throw new Error('a route without the guard asked for its caller');
  return principal;
});
