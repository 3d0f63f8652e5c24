import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId, newId } from '#libs/domain/ids.js';
import { createApiKey } from '#libs/security/api-keys.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage, type PageQuery } from '../http/page.js';
import { ApiProblem } from '../http/problem.js';
import { notFound } from '../http/problems.js';
import type { CreatedWorkspace, WorkspaceView } from './workspace.schemas.js';

type Row = { readonly id: string; readonly name: string; readonly createdAt: Date };

/** The workspace made first; its admins look after the installation. */
const IS_FIRST = `(select id from workspace order by created_at, id limit 1) = $1`;
const LIST = `select w.id, w.name, w.created_at as "createdAt" from workspace w
  where (w.id = $1 or ($2 and ${IS_FIRST})) and ($3::uuid is null or w.id > $3) order by w.id limit $4`;

function notFirst(): ApiProblem {
  return new ApiProblem({
    status: 403,
    code: 'first_workspace_only',
    message: { pl: 'Przestrzenie robocze tworzą administratorzy pierwszej z nich.', en: 'Workspaces are made by admins of the first one.' },
  });
}

/** Organisations; nothing is shared between them. */
@Injectable()
export class WorkspacesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** The caller's own; all of them for admins of the first workspace. */
  async list(caller: Principal, page: PageQuery): Promise<ListPage<WorkspaceView>> {
    const after = decodeCursor(page.cursor, [ID_PATTERN])?.[0] ?? null;
    const rows = await this.dataSource.query<Row[]>(LIST, [caller.workspaceId, caller.role === 'admin', after, page.limit + 1]);
    return toPage(rows, page.limit, (row) => [row.id], (row) => viewOf(row, caller));
  }

  /** @throws ApiProblem 404, also for a workspace the caller may not see */
  async read(caller: Principal, id: string): Promise<WorkspaceView> {
    if (!isId(id)) throw notFound();
    const [row] = await this.dataSource.query<Row[]>(`select w.id, w.name, w.created_at as "createdAt" from workspace w where w.id = $3 and (w.id = $1 or ($2 and ${IS_FIRST}))`, [
      caller.workspaceId,
      caller.role === 'admin',
      id,
    ]);
    if (row === undefined) throw notFound();
    return viewOf(row, caller);
  }

  /** Makes a workspace and the key by which somebody can get in. @throws ApiProblem 403 outside the first workspace */
  async create(caller: Principal, name: string): Promise<CreatedWorkspace> {
    return await this.dataSource.transaction(async (manager) => {
      if (!(await isFirst(manager, caller.workspaceId))) throw notFirst();
      const id = newId();
      const [row] = await manager.query<Row[]>(`insert into workspace (id, name) values ($1, $2) returning id, name, created_at as "createdAt"`, [id, name]);
      if (row === undefined) throw new Error('an inserted workspace is returned');
      const { secret } = await createApiKey(manager, { workspaceId: id, name: 'first admin key', role: 'admin' });
      await this.audit.record(manager, caller, { action: 'workspace.create', objectId: id });
      return { ...viewOf(row, caller), adminKey: secret };
    });
  }
}

async function isFirst(manager: EntityManager, workspaceId: string): Promise<boolean> {
  const [row] = await manager.query<{ first: boolean }[]>(`select ${IS_FIRST} as first`, [workspaceId]);
  return row?.first === true;
}

function viewOf(row: Row, caller: Principal): WorkspaceView {
  return { id: row.id, name: row.name, createdAt: row.createdAt.toISOString(), current: row.id === caller.workspaceId };
}
