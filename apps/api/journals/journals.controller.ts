import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { findIntegration } from '../integrations/integration.finder.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { journalRows } from './journal-rows.js';
import { noJournal } from './journal.problems.js';
import { journalView, type JournalView } from './journal.schemas.js';
import { journalViewOf } from './journal.view.js';

@ApiTags('integrations')
@Controller('integrations')
export class JournalsController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {}

  @Get(':id/journal')
  @Requires('integrations.read')
  @ApiOperation({
    summary: 'How the journal of changes is followed: position, lag, what it told today, gaps and what was found in them',
    description: '409 `no_journal` for platforms that keep none. `state` is `silent` while the journal tells nothing although there are records: `message` says what is done in its place, `fix` how to switch it on.',
  })
  @ApiOkResponse({ standardSchema: journalView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<JournalView> {
    const { manager } = this.dataSource;
    const integration = await findIntegration(manager, caller.workspaceId, id);
    const { journal, info, requestsPerPhone } = this.catalog.of(integration.platform);
    if (journal === undefined) throw noJournal(info.name);
    const rows = await journalRows(manager, integration.id, journal.stream);
    return journalViewOf(integration, { journal, ...(requestsPerPhone === undefined ? {} : { requestsPerPhone }) }, rows, language);
  }
}
