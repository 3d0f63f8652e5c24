import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import { ENDED } from '#libs/domain/run-state.js';
import type { Desired, Language } from '#libs/domain/words.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN } from '../http/page.js';
import { notFound } from '../http/problems.js';
import { TemporalGateway } from '../temporal/temporal.gateway.js';
import { runEnded } from './run.problems.js';
import type { RunListQuery, RunView } from './run.schemas.js';
import { RUN_COLUMNS, runViews, type RunRow } from './run.view.js';
import { wishForRun } from './run-wish.js';

const FIND = `select ${RUN_COLUMNS} from run r join integration i on i.id = r.integration_id where r.id = $1 and r.workspace_id = $2`;
const LIST = `select ${RUN_COLUMNS} from run r join integration i on i.id = r.integration_id
  where r.workspace_id = $1 and ($2::uuid is null or r.id < $2) and ($3::uuid is null or r.integration_id = $3)
    and ($4::text is null or r.kind = $4) and ($5::text is null or r.state = $5)
  order by r.id desc limit $6`;

@Injectable()
export class RunsService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(TemporalGateway) private readonly temporal: TemporalGateway,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** Newest first; one row more than the page holds. @throws ApiProblem 404 for an integration id that is none */
  async list(caller: Principal, query: RunListQuery): Promise<RunRow[]> {
    if (query.integrationId !== undefined && !isId(query.integrationId)) throw notFound();
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    return await this.dataSource.query<RunRow[]>(LIST, [caller.workspaceId, before, query.integrationId ?? null, query.kind ?? null, query.state ?? null, query.limit + 1]);
  }

  async find(caller: Principal, id: string, manager: EntityManager = this.dataSource.manager): Promise<RunRow> {
    if (!isId(id)) throw notFound();
    const [row] = await manager.query<RunRow[]>(FIND, [id, caller.workspaceId]);
    if (row === undefined) throw notFound();
    return row;
  }

  async views(rows: readonly RunRow[], language: Language): Promise<RunView[]> {
    return await runViews(this.dataSource.manager, rows, language);
  }

  async read(caller: Principal, id: string, language: Language): Promise<RunView> {
    const [view] = await this.views([await this.find(caller, id)], language);
    if (view === undefined) throw notFound();
    return view;
  }

  /** Pause, resume or cancel; works with Temporal down. @throws ApiProblem 409 when the run has ended or was cancelled before */
  async wish(caller: Principal, id: string, desired: Desired): Promise<RunRow> {
    const row = await this.dataSource.transaction(async (manager) => {
      const before = await this.find(caller, id, manager);
      const told = await wishForRun(manager, id, desired);
      if (told.length === 0 && !(desired === 'stop' && before.desired === 'stop' && !ENDED.has(before.state))) throw runEnded(before.state);
      await this.audit.record(manager, caller, { action: `run.${desired === 'run' ? 'resume' : desired === 'stop' ? 'cancel' : 'pause'}`, objectId: id });
      return await this.find(caller, id, manager);
    });
    await this.temporal.wakeRun({ workspaceId: caller.workspaceId, integrationId: row.integrationId, platform: row.platform, code: row.integrationCode }, row.kind);
    return row;
  }
}
