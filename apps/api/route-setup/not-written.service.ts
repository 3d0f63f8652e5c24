import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage, type PageQuery } from '../http/page.js';
import { findRoute } from '../routes/route.finder.js';
import type { NotWrittenView } from './not-written.schemas.js';
import { notWrittenText } from './not-written.texts.js';

type Row = Pick<NotWrittenView, 'id' | 'address' | 'direction'> & { readonly outcome: string; readonly detail: unknown; readonly receivedAt: Date; readonly appliedAt: Date | null };

const MARK = 'not_written';
const LIST = `select id, address, direction, outcome, detail, received_at as "receivedAt", applied_at as "appliedAt" from consent_callback
  where route_id = $1 and workspace_id = $2 and outcome ^@ '${MARK}' and ($3::uuid is null or id < $3) order by id desc limit $4`;

/** Consents changed in SALESmanago that the shop still shows as they were. */
@Injectable()
export class NotWrittenService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** @throws ApiProblem 404 */
  async list(caller: Principal, id: string, query: PageQuery, language: Language): Promise<ListPage<NotWrittenView>> {
    await findRoute(this.dataSource.manager, caller.workspaceId, id);
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const rows = await this.dataSource.query<Row[]>(LIST, [id, caller.workspaceId, before, query.limit + 1]);
    const mayKnow = caller.role !== 'viewer';
    return toPage(rows, query.limit, (row) => [row.id], ({ outcome, detail, address, receivedAt, appliedAt, ...row }) => {
      const reason = outcome.slice(MARK.length + 1) || 'unknown';
      return { ...row, address: mayKnow ? address : null, receivedAt: receivedAt.toISOString(), appliedAt: appliedAt?.toISOString() ?? null, reason, message: notWrittenText(reason, detail, language) };
    });
  }
}
