import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { decodeCursor, ID_PATTERN, pageQuery, toPage, type ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';

const auditQuery = pageQuery.extend({ objectId: z.string().max(100).optional(), action: z.string().max(100).optional() });
const auditView = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
type AuditView = z.infer<typeof auditView>;

const LIST = `
  select id, at, actor, action, object_kind as "objectKind", object_id as "objectId", detail from audit
  where workspace_id = $1 and ($2::uuid is null or id < $2) and ($3::text is null or object_id = $3) and ($4::text is null or action = $4) order by id desc limit $5`;

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get()
  @Requires('audit.read')
  @ApiOperation({ summary: 'Who changed what, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(auditView) })
  async list(@Caller() caller: Principal, @Query({ schema: auditQuery }) query: z.infer<typeof auditQuery>): Promise<ListPage<AuditView>> {
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const values = [caller.workspaceId, before, query.objectId ?? null, query.action ?? null, query.limit + 1];
    const rows = await this.dataSource.query<(Omit<AuditView, 'at'> & { readonly at: Date })[]>(LIST, values);
    return toPage(rows, query.limit, (row) => [row.id], (row) => ({ ...row, at: row.at.toISOString() }));
  }
}
