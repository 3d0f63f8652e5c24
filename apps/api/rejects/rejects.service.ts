import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import type { Language, Localized, StreamName } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { notFound } from '../http/problems.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import type { RejectQuery, RejectView } from './reject.schemas.js';

/** An open or closed reject, as stored. */
export type RejectRow = {
  readonly id: string;
  readonly integrationId: string;
  readonly platform: string;
  readonly stream: StreamName;
  readonly stage: RejectView['stage'];
  readonly externalId: string;
  readonly reason: string;
  readonly message: Localized;
  readonly fix: Localized;
  readonly original: unknown;
  readonly pageCursor: unknown;
  readonly range: unknown;
  readonly runId: string | null;
  readonly occurrences: number;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
};

const COLUMNS = `r.id, r.integration_id as "integrationId", (select i.platform from integration i where i.id = r.integration_id) as platform, r.stream, r.stage, r.external_id as "externalId", r.reason, r.message, r.fix, r.original, r.page_cursor as "pageCursor",
  r.range, r.run_id as "runId", r.occurrences, r.created_at as "createdAt", r.seen_at as "seenAt", r.closed_at as "closedAt", r.closed_by as "closedBy"`;
const LIST = `select ${COLUMNS} from reject r where r.workspace_id = $1 and ($2::uuid is null or r.id < $2) and ($3::uuid is null or r.integration_id = $3)
  and ($4::text is null or r.stream = $4) and ($5::text is null or r.reason = $5) and (r.closed_at is null) = $6 order by r.id desc limit $7`;

/** A row that had no id is keyed by its page: there is nothing to ask the shop for. */
export const hasId = (externalId: string): boolean => !externalId.startsWith('page:');

function rejectViewOf(row: RejectRow, language: Language, catalog: ConnectorCatalog): RejectView {
  const { platform, message, fix, pageCursor, range, createdAt, seenAt, closedAt, ...rest } = row;
  return {
    ...rest,
    message: message[language],
    fix: fix[language],
    place: { range, cursor: pageCursor },
    // What a destination refused is not read again but sent again.
    replayable: row.stage !== 'deliver' && hasId(row.externalId) && catalog.isReadById(platform, row.stream),
    createdAt: createdAt.toISOString(),
    seenAt: seenAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

/** Records that could not be read, mapped or delivered. */
@Injectable()
export class RejectsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {}

  async list(caller: Principal, query: RejectQuery, language: Language): Promise<ListPage<RejectView>> {
    if (query.integrationId !== undefined && !isId(query.integrationId)) throw notFound();
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const values = [caller.workspaceId, before, query.integrationId ?? null, query.stream ?? null, query.reason ?? null, query.open, query.limit + 1];
    return toPage(await this.dataSource.query<RejectRow[]>(LIST, values), query.limit, (row) => [row.id], (row) => rejectViewOf(row, language, this.catalog));
  }

  async read(caller: Principal, id: string, language: Language): Promise<RejectView> {
    return rejectViewOf(await this.find(caller, id), language, this.catalog);
  }

  /** @throws ApiProblem 404 */
  async find(caller: Principal, id: string): Promise<RejectRow> {
    if (!isId(id)) throw notFound();
    const [row] = await this.dataSource.query<RejectRow[]>(`select ${COLUMNS} from reject r where r.id = $1 and r.workspace_id = $2`, [id, caller.workspaceId]);
    if (row === undefined) throw notFound();
    return row;
  }
}
