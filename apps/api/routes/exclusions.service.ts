import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { twinOf } from '#libs/delivery/duplicates/twin-text.js';
import type { Language } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { reasonText } from './reason.texts.js';
import { findRoute } from './route.finder.js';
import type { ExclusionQuery, ExclusionView } from './route-look.schemas.js';

type Row = Omit<ExclusionView, 'text' | 'excludedAt' | 'duplicateOf'> & { readonly excludedAt: Date };

const LIST = `
  select x.record_id as "recordId", s.kind, x.external_id as "externalId", s.customer_id as "customerId", x.effect, x.reason, x.detail, x.address, x.excluded_at as "excludedAt"
  from route_exclusion x left join source_record s on s.id = x.record_id
  where x.route_id = $1 and ($2::text is null or x.reason = $2) and ($3::uuid is null or (x.record_id, x.effect) > ($3::uuid, $4::text))
  order by x.record_id, x.effect limit $5`;

/** Whom and what a route leaves out now. */
@Injectable()
export class ExclusionsService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async list(caller: Principal, routeId: string, query: ExclusionQuery, language: Language): Promise<ListPage<ExclusionView>> {
    await findRoute(this.dataSource.manager, caller.workspaceId, routeId);
    const [record, effect] = decodeCursor(query.cursor, [ID_PATTERN, /^.{1,200}$/u]) ?? [];
    const rows = await this.dataSource.query<Row[]>(LIST, [routeId, query.reason ?? null, record ?? null, effect ?? null, query.limit + 1]);
    const mayKnow = caller.role !== 'viewer';
    return toPage(rows, query.limit, (row) => [row.recordId, row.effect], (row) => ({
      ...row, text: reasonText(row.reason, language), duplicateOf: twinOf(row.detail), address: mayKnow ? row.address : null, excludedAt: row.excludedAt.toISOString(),
    }));
  }
}
