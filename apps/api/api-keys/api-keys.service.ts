import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import { createApiKey, listApiKeys, revokeApiKey } from '#libs/security/api-keys.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage, type PageQuery } from '../http/page.js';
import { ApiProblem } from '../http/problem.js';
import { notFound } from '../http/problems.js';
import type { CreatedKey, CreateKey, KeyView } from './api-key.schemas.js';

function ownKey(): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'own_key',
    message: { pl: 'Klucz nie może unieważnić samego siebie.', en: 'A key cannot revoke itself.' },
    fix: { pl: 'Użyj innego klucza administratora.', en: 'Use another admin key.' },
  });
}

/** Keys of the caller's workspace. */
@Injectable()
export class ApiKeysService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** Oldest first; a workspace has few keys, so the page is cut here. */
  async list(caller: Principal, page: PageQuery): Promise<ListPage<KeyView>> {
    const after = decodeCursor(page.cursor, [ID_PATTERN])?.[0] ?? '';
    const keys = [...(await listApiKeys(this.dataSource, caller.workspaceId))].sort((a, b) => (a.id < b.id ? -1 : 1)).filter((key) => key.id > after);
    return toPage(keys, page.limit, (key) => [key.id], (key) => ({
      id: key.id,
      name: key.name,
      role: key.role,
      prefix: key.prefix,
      createdAt: key.createdAt.toISOString(),
      lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
      revokedAt: key.revokedAt?.toISOString() ?? null,
    }));
  }

  async create(caller: Principal, body: CreateKey): Promise<CreatedKey> {
    return await this.dataSource.transaction(async (manager) => {
      const { id, secret } = await createApiKey(manager, { workspaceId: caller.workspaceId, ...body });
      await this.audit.record(manager, caller, { action: 'api_key.create', objectId: id, detail: { role: body.role } });
      return { id, ...body, secret };
    });
  }

  /** @throws ApiProblem 404 · 409 for the caller's own key */
  async revoke(caller: Principal, id: string): Promise<void> {
    if (!isId(id)) throw notFound();
    if (id === caller.keyId) throw ownKey();
    await this.dataSource.transaction(async (manager) => {
      if (!(await revokeApiKey(manager, { workspaceId: caller.workspaceId, id }))) throw notFound();
      await this.audit.record(manager, caller, { action: 'api_key.revoke', objectId: id });
    });
  }
}
