import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId, newId } from '#libs/domain/ids.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { violates } from '../http/database-errors.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage, type PageQuery } from '../http/page.js';
import { ApiProblem } from '../http/problem.js';
import { notFound } from '../http/problems.js';
import type { CreateField, FieldView } from './custom-field.schemas.js';

type Row = Omit<FieldView, 'createdAt'> & { readonly createdAt: Date };

const SELECT = `
  select f.id, f.key, f.label, f.type, f.created_at as "createdAt", coalesce((
    select jsonb_agg(jsonb_build_object('integrationId', i.id, 'integrationName', i.name, 'role', u.role) order by i.id)
    from custom_field_use u join integration i on i.id = u.integration_id where u.field_id = f.id and i.deleted_at is null), '[]') as "usedBy"
  from custom_field f where f.workspace_id = $1`;

const view = (row: Row): FieldView => ({ ...row, createdAt: row.createdAt.toISOString() });

function fieldExists(key: string): ApiProblem {
  return new ApiProblem({
    status: 409,
    code: 'custom_field_exists',
    message: { pl: `Pole „${key}” już istnieje.`, en: `The field "${key}" exists already.` },
    extra: { field: key },
  });
}

function fieldInUse(field: FieldView): ApiProblem {
  const names = field.usedBy.map((use) => use.integrationName).join(', ');
  return new ApiProblem({
    status: 409,
    code: 'custom_field_in_use',
    message: { pl: `Pole „${field.key}” wypełniają integracje: ${names}.`, en: `The field "${field.key}" is filled by: ${names}.` },
    fix: { pl: 'Zmień najpierw ustawienia tych integracji.', en: 'Change the settings of these integrations first.' },
    extra: { field: field.key, usedBy: field.usedBy },
  });
}

/** Fields of cards defined by the workspace. */
@Injectable()
export class CustomFieldsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  async list(caller: Principal, page: PageQuery): Promise<ListPage<FieldView>> {
    const after = decodeCursor(page.cursor, [ID_PATTERN])?.[0] ?? null;
    const rows = await this.dataSource.query<Row[]>(`${SELECT} and ($2::uuid is null or f.id > $2) order by f.id limit $3`, [caller.workspaceId, after, page.limit + 1]);
    return toPage(rows, page.limit, (row) => [row.id], view);
  }

  async read(caller: Principal, id: string, manager: EntityManager = this.dataSource.manager): Promise<FieldView> {
    if (!isId(id)) throw notFound();
    const [row] = await manager.query<Row[]>(`${SELECT} and f.id = $2`, [caller.workspaceId, id]);
    if (row === undefined) throw notFound();
    return view(row);
  }

  /** @throws ApiProblem 409 when the key is taken */
  async create(caller: Principal, body: CreateField): Promise<FieldView> {
    const id = newId();
    try {
      return await this.dataSource.transaction(async (manager) => {
        await manager.query(`insert into custom_field (id, workspace_id, key, label, type) values ($1, $2, $3, $4, $5)`, [id, caller.workspaceId, body.key, body.label, body.type]);
        await this.audit.record(manager, caller, { action: 'custom_field.create', objectId: id, detail: { key: body.key, type: body.type } });
        return await this.read(caller, id, manager);
      });
    } catch (thrown) {
      throw violates(thrown, 'custom_field_workspace_id_key_key') ? fieldExists(body.key) : thrown;
    }
  }

  /** Deletes the field with its values. @throws ApiProblem 409 while an integration fills it */
  async delete(caller: Principal, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const field = await this.read(caller, id, manager);
      if (field.usedBy.length > 0) throw fieldInUse(field);
      await manager.query(`delete from customer_field_value where field_id = $1`, [id]);
      // What is left of deleted integrations, which kept their values on the cards.
      await manager.query(`delete from custom_field_use u using integration i where u.field_id = $1 and i.id = u.integration_id and i.deleted_at is not null`, [id]);
      await manager.query(`delete from custom_field where id = $1`, [id]);
      await this.audit.record(manager, caller, { action: 'custom_field.delete', objectId: id, detail: { key: field.key } });
    });
  }
}
