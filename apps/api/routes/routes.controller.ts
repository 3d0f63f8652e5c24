import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { DestinationCatalog } from '../destinations/destination-catalog.js';
import { deleteQuery, type DeleteQuery } from '../destinations/destination.schemas.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { encodeCursor, type ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { createRouteBody, deletedRouteView, routeQuery, routeView, type CreateRoute, type DeletedRouteView, type RouteQuery, type RouteView } from './route.schemas.js';
import { routeDeletedText } from './route.texts.js';
import { routeViewOf, routeViews, type Catalogs } from './route.view.js';
import { RoutesService } from './routes.service.js';

@ApiTags('routes')
@Controller('routes')
export class RoutesController {
  private readonly catalogs: Catalogs;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RoutesService) private readonly routes: RoutesService,
    @Inject(ConnectorCatalog) connectors: ConnectorCatalog,
    @Inject(DestinationCatalog) destinations: DestinationCatalog,
  ) {
    this.catalogs = { connectors, destinations };
  }

  @Get()
  @Requires('routes.read')
  @ApiOperation({ summary: 'Routes with their ledgers, warnings and what waits' })
  @ApiOkResponse({ standardSchema: pageOf(routeView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: routeQuery }) query: RouteQuery): Promise<ListPage<RouteView>> {
    const rows = await this.routes.list(caller, query);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return { items: await routeViews(this.dataSource.manager, shown, language, this.catalogs), nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
  }

  @Post()
  @Requires('routes.write')
  @Idempotent()
  @ApiOperation({ summary: 'A new route from an integration to a destination, switched off' })
  @ApiCreatedResponse({ standardSchema: routeView })
  async create(@Caller() caller: Principal, @Lang() language: Language, @Body({ schema: createRouteBody }) body: CreateRoute): Promise<RouteView> {
    return await routeViewOf(this.dataSource.manager, await this.routes.create(caller, body), language, this.catalogs);
  }

  @Get(':id')
  @Requires('routes.read')
  @ApiOperation({ summary: 'One route' })
  @ApiOkResponse({ standardSchema: routeView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<RouteView> {
    return await routeViewOf(this.dataSource.manager, await this.routes.read(caller, id), language, this.catalogs);
  }

  @Delete(':id')
  @Requires('routes.delete')
  @ApiOperation({ summary: 'Deletes the route and cancels what waits. While deliveries wait, 409 tells their number first' })
  @ApiOkResponse({ standardSchema: deletedRouteView })
  async delete(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: deleteQuery }) query: DeleteQuery): Promise<DeletedRouteView> {
    const cancelled = await this.routes.delete(caller, id, query.cancelWaiting);
    return { message: routeDeletedText(cancelled)[language], cancelled };
  }
}
