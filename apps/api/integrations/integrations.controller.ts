import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { readsNothing } from '#libs/connectors/sdk/streams-read.js';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { deleteQuery, type DeleteQuery } from '../destinations/destination.schemas.js';
import { hookReminder, withReminder } from '../hooks/hook-reminder.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { encodeCursor, pageQuery, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { AuthenticateService } from './authenticate.service.js';
import {
  authenticateBody,
  authenticatedView,
  createIntegrationBody,
  deletedView,
  integrationView,
  savedView,
  settingsBody,
  settingsQuery,
  type Authenticate,
  type CreateIntegration,
  type DeletedView,
  type IntegrationView,
  type SaveSettings,
} from './integration.schemas.js';
import { deletedText, INTEGRATION_TEXTS as TEXTS, joined, switchedText } from './integration.texts.js';
import { integrationViewOf, integrationViews, tickViews } from './integration.view.js';
import { IntegrationsService } from './integrations.service.js';
import { SettingsService, type Saved } from './settings.service.js';

@ApiTags('integrations')
@Controller('integrations')
export class IntegrationsController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(IntegrationsService) private readonly integrations: IntegrationsService,
    @Inject(AuthenticateService) private readonly authentication: AuthenticateService,
    @Inject(SettingsService) private readonly settings: SettingsService,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {}

  @Get()
  @Requires('integrations.read')
  @ApiOperation({ summary: 'Integrations with state, last success, lag, records and problems' })
  @ApiOkResponse({ standardSchema: pageOf(integrationView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: pageQuery }) page: PageQuery): Promise<ListPage<IntegrationView>> {
    const rows = await this.integrations.list(caller, page);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    return { items: await integrationViews(this.dataSource.manager, shown, language, this.catalog), nextCursor: rows.length > page.limit && last !== undefined ? encodeCursor([last.id]) : null };
  }

  @Post()
  @Requires('integrations.write')
  @Idempotent()
  @ApiOperation({ summary: 'A new integration, as a draft' })
  @ApiCreatedResponse({ standardSchema: integrationView })
  async create(@Caller() caller: Principal, @Lang() language: Language, @Body({ schema: createIntegrationBody }) body: CreateIntegration): Promise<IntegrationView> {
    return await integrationViewOf(this.dataSource.manager, await this.integrations.create(caller, body), language, this.catalog);
  }

  @Get(':id')
  @Requires('integrations.read')
  @ApiOperation({ summary: 'One integration; credentials are never shown' })
  @ApiOkResponse({ standardSchema: integrationView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<IntegrationView> {
    return await integrationViewOf(this.dataSource.manager, await this.integrations.read(caller, id), language, this.catalog);
  }

  @Delete(':id')
  @Requires('integrations.delete')
  @ApiOperation({ summary: 'Deletes the integration; cards and orders are kept, its ID field becomes free, its routes go off. While deliveries wait, 409 tells their number first. The message says how to take webhooks out of the shop, where an address was given out' })
  @ApiOkResponse({ standardSchema: deletedView })
  async delete(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: deleteQuery }) query: DeleteQuery): Promise<DeletedView> {
    const { integration, records, routes, cancelled, switched } = await this.integrations.delete(caller, id, query.cancelWaiting);
    const reminder = await hookReminder(this.dataSource.manager, this.catalog, integration);
    const text = joined(withReminder(deletedText(routes, cancelled), reminder), switchedText(switched));
    return { message: text[language], kept: { records }, routesSwitchedOff: routes, cancelled, switched };
  }

  @Post(':id/authenticate')
  @HttpCode(200)
  @Requires('integrations.authenticate')
  @ApiOperation({ summary: 'First or new credentials: checked in the shop, stored only when accepted' })
  @ApiOkResponse({ standardSchema: authenticatedView })
  async authenticate(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: authenticateBody }) body: Authenticate): Promise<unknown> {
    const { integration, report } = await this.authentication.authenticate(caller, id, body);
    return {
      message: (readsNothing(this.catalog.of(integration.platform)) ? TEXTS.authenticatedAlone : TEXTS.authenticated)[language],
      ticks: tickViews(report, language),
      facts: report.facts,
      integration: await integrationViewOf(this.dataSource.manager, integration, language, this.catalog),
    };
  }

  @Put(':id/settings')
  @Requires('integrations.write')
  @ApiOperation({ summary: 'Saves the settings as a whole; run=true starts following as well' })
  @ApiOkResponse({ standardSchema: savedView })
  async save(
    @Caller() caller: Principal,
    @Lang() language: Language,
    @Param('id') id: string,
    @Query({ schema: settingsQuery }) query: { run: boolean },
    @Body({ schema: settingsBody }) body: SaveSettings,
  ): Promise<unknown> {
    const saved = await this.settings.save(caller, id, body.settings, query.run);
    return {
      message: (saved.started ? TEXTS.savedAndStarted : TEXTS.saved)[language],
      notes: notesOf(saved, language),
      reapply: saved.reapply,
      rereadNeeded: saved.rereadNeeded,
      switched: saved.switched,
      integration: await integrationViewOf(this.dataSource.manager, saved.integration, language, this.catalog),
    };
  }
}

function notesOf(saved: Saved, language: Language): string[] {
  const reapply = saved.reapply === null ? [] : [(saved.reapply.started ? TEXTS.reapplyStarted : TEXTS.reapplyQueued)[language]];
  const switched = switchedText(saved.switched);
  return [...reapply, ...(switched === null ? [] : [switched[language]]), ...(saved.rereadNeeded ? [TEXTS.rereadNeeded[language]] : [])];
}
