import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { encodeCursor, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { tickViews } from '../integrations/integration.view.js';
import { DestinationAuthenticateService } from './destination-authenticate.service.js';
import { DestinationCatalog } from './destination-catalog.js';
import {
  authenticateDestinationBody, authenticatedDestinationView, createDestinationBody, deletedDestinationView, deleteQuery, destinationQuery, destinationView,
  type CreateDestination, type DeletedDestinationView, type DeleteQuery, type DestinationView,
} from './destination.schemas.js';
import { deletedText, DESTINATION_TEXTS as TEXTS } from './destination.texts.js';
import { destinationViewOf, destinationViews } from './destination.view.js';
import { DestinationsService } from './destinations.service.js';

@ApiTags('destinations')
@Controller('destinations')
export class DestinationsController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DestinationsService) private readonly destinations: DestinationsService,
    @Inject(DestinationAuthenticateService) private readonly authentication: DestinationAuthenticateService,
    @Inject(DestinationCatalog) private readonly catalog: DestinationCatalog,
  ) {}

  @Get()
  @Requires('destinations.read')
  @ApiOperation({ summary: 'Destinations with state, ledger, backlog and problems' })
  @ApiOkResponse({ standardSchema: pageOf(destinationView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: destinationQuery }) page: PageQuery): Promise<ListPage<DestinationView>> {
    const rows = await this.destinations.list(caller, page);
    const shown = rows.slice(0, page.limit);
    const last = shown.at(-1);
    return { items: await destinationViews(this.dataSource.manager, shown, language, this.catalog), nextCursor: rows.length > page.limit && last !== undefined ? encodeCursor([last.id]) : null };
  }

  @Post()
  @Requires('destinations.write')
  @Idempotent()
  @ApiOperation({ summary: 'A new destination, as a draft' })
  @ApiCreatedResponse({ standardSchema: destinationView })
  async create(@Caller() caller: Principal, @Lang() language: Language, @Body({ schema: createDestinationBody }) body: CreateDestination): Promise<DestinationView> {
    return await destinationViewOf(this.dataSource.manager, await this.destinations.create(caller, body), language, this.catalog);
  }

  @Get(':id')
  @Requires('destinations.read')
  @ApiOperation({ summary: 'One destination; credentials are never shown' })
  @ApiOkResponse({ standardSchema: destinationView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<DestinationView> {
    return await destinationViewOf(this.dataSource.manager, await this.destinations.read(caller, id), language, this.catalog);
  }

  @Delete(':id')
  @Requires('destinations.delete')
  @ApiOperation({ summary: 'Deletes the destination: its routes go off, what waits is cancelled. While deliveries wait, 409 tells their number first' })
  @ApiOkResponse({ standardSchema: deletedDestinationView })
  async delete(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: deleteQuery }) query: DeleteQuery): Promise<DeletedDestinationView> {
    const { cancelled, unknown, routes } = await this.destinations.delete(caller, id, query.cancelWaiting);
    return { message: deletedText(cancelled, unknown, routes)[language], cancelled, unknown, routesSwitchedOff: routes };
  }

  @Post(':id/authenticate')
  @HttpCode(200)
  @Requires('destinations.authenticate')
  @ApiOperation({ summary: 'First or new credentials: checked at the destination, stored only when accepted' })
  @ApiOkResponse({ standardSchema: authenticatedDestinationView })
  async authenticate(
    @Caller() caller: Principal,
    @Lang() language: Language,
    @Param('id') id: string,
    @Body({ schema: authenticateDestinationBody }) body: { credentials: Record<string, unknown> },
  ): Promise<unknown> {
    const { destination, report } = await this.authentication.authenticate(caller, id, body.credentials);
    return {
      message: TEXTS.authenticated[language],
      ticks: tickViews(report, language),
      facts: report.facts,
      destination: await destinationViewOf(this.dataSource.manager, destination, language, this.catalog),
    };
  }
}
