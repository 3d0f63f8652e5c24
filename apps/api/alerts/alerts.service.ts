import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import type { JsonObject, Language, Localized } from '#libs/domain/words.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { notFound } from '../http/problems.js';
import type { AlertQuery, AlertView } from './alert.schemas.js';

type Row = {
  readonly id: string;
  readonly integrationId: string | null;
  readonly rule: string;
  readonly subject: string;
  readonly message: Localized;
  readonly detail: JsonObject;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly sentAt: Date | null;
  readonly attempts: number;
};

const COLUMNS = `id, integration_id as "integrationId", rule, subject, message, detail, opened_at as "openedAt", closed_at as "closedAt", sent_at as "sentAt", attempts`;
const LIST = `select ${COLUMNS} from alert where workspace_id = $1 and ($2::uuid is null or id < $2) and ($3::boolean is null or (closed_at is null) = $3) order by id desc limit $4`;

function viewOf(row: Row, language: Language): AlertView {
  return {
    ...row,
    message: row.message[language],
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    sentAt: row.sentAt?.toISOString() ?? null,
  };
}

/** Rules that fired. They close by themselves when their cause is gone. */
@Injectable()
export class AlertsService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async list(caller: Principal, query: AlertQuery, language: Language): Promise<ListPage<AlertView>> {
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const rows = await this.dataSource.query<Row[]>(LIST, [caller.workspaceId, before, query.open ?? null, query.limit + 1]);
    return toPage(rows, query.limit, (row) => [row.id], (row) => viewOf(row, language));
  }

  /** @throws ApiProblem 404 */
  async read(caller: Principal, id: string, language: Language): Promise<AlertView> {
    if (!isId(id)) throw notFound();
    const [row] = await this.dataSource.query<Row[]>(`select ${COLUMNS} from alert where id = $1 and workspace_id = $2`, [id, caller.workspaceId]);
    if (row === undefined) throw notFound();
    return viewOf(row, language);
  }
}
