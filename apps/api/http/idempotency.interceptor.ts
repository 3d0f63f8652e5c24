import { createHash } from 'node:crypto';
import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DataSource } from 'typeorm';
import type { AuthenticatedRequest } from '../auth/principal.js';
import { ApiProblem } from './problem.js';

export const WITHHELD_KEY = 'sztafeta:withheld';
const KEY_PATTERN = /^[\x21-\x7e]{1,200}$/u;

type Stored = { readonly request_hash: Buffer; readonly status: number | null; readonly response: unknown };
type Place = { readonly workspaceId: string; readonly key: string; readonly hash: Buffer };

/** A row without an answer belongs to a call under way, or to a process that died; the latter is over after a minute. */
const TAKE = `
  insert into idempotency_key (workspace_id, key, request_hash) values ($1, $2, $3)
  on conflict (workspace_id, key) do update set created_at = now()
    where idempotency_key.status is null and idempotency_key.request_hash = excluded.request_hash and idempotency_key.created_at < now() - interval '1 minute'
  returning key`;

function conflict(code: string, status: number, message: { pl: string; en: string }): ApiProblem {
  return new ApiProblem({ status, code, message });
}

/** Gives the first answer of a creating call again when it is repeated with the same `Idempotency-Key`. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || request.principal === undefined) return next.handle();
    if (!KEY_PATTERN.test(key)) {
      throw conflict('idempotency_key_invalid', 400, { pl: 'Nagłówek Idempotency-Key ma zły format.', en: 'The header Idempotency-Key has a wrong format.' });
    }
    const hash = createHash('sha256').update(JSON.stringify([request.method, request.path, request.query, request.body])).digest();
    const withheld = this.reflector.get<readonly string[] | undefined>(WITHHELD_KEY, context.getHandler()) ?? [];
    const response = context.switchToHttp().getResponse<Response>();
    return from(this.once({ workspaceId: request.principal.workspaceId, key, hash }, withheld, response, next));
  }

  private async once(place: Place, withheld: readonly string[], response: Response, next: CallHandler): Promise<unknown> {
    const taken = await this.dataSource.query<unknown[]>(TAKE, [place.workspaceId, place.key, place.hash]);
    if (taken.length === 0) return await this.repeat(place, response);
    try {
      const answer: unknown = await lastValueFrom(next.handle());
      const kept = typeof answer === 'object' && answer !== null ? { ...answer, ...Object.fromEntries(withheld.map((name) => [name, null])) } : answer;
      await this.dataSource.query(`update idempotency_key set status = $3, response = $4 where workspace_id = $1 and key = $2`, [
        place.workspaceId,
        place.key,
        response.statusCode,
        JSON.stringify(kept),
      ]);
      return answer;
    } catch (thrown) {
      // Nothing was created: the caller may try again with the same key.
      await this.dataSource.query(`delete from idempotency_key where workspace_id = $1 and key = $2 and status is null`, [place.workspaceId, place.key]);
      throw thrown;
    }
  }

  private async repeat(place: Place, response: Response): Promise<unknown> {
    const [stored] = await this.dataSource.query<Stored[]>(`select request_hash, status, response from idempotency_key where workspace_id = $1 and key = $2`, [place.workspaceId, place.key]);
    if (stored !== undefined && !stored.request_hash.equals(place.hash)) {
      throw conflict('idempotency_key_reused', 422, { pl: 'Ten Idempotency-Key należy do innego zapytania.', en: 'This Idempotency-Key belongs to another request.' });
    }
    if (stored === undefined || stored.status === null) {
      throw conflict('request_in_progress', 409, { pl: 'To samo zapytanie jest właśnie wykonywane.', en: 'The same request is being carried out.' });
    }
    response.status(stored.status);
    response.setHeader('idempotency-replayed', 'true');
    return stored.response;
  }
}
