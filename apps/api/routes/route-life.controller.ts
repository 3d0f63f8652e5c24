import { Body, Controller, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Language, Localized } from '#libs/domain/words.js';
import type { RouteEntity } from '#libs/persistence/entities/route.entity.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { DestinationCatalog } from '../destinations/destination-catalog.js';
import { Lang } from '../http/lang.decorator.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { RouteLifeService } from './route-life.service.js';
import { changedRouteView, routeOptionsBody, securityParameterBody, type RouteView } from './route.schemas.js';
import { ROUTE_TEXTS as TEXTS } from './route.texts.js';
import { routeViewOf, type Catalogs } from './route.view.js';

type Answer = { readonly message: string; readonly route: RouteView };

@ApiTags('routes')
@Controller('routes')
export class RouteLifeController {
  private readonly catalogs: Catalogs;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(RouteLifeService) private readonly life: RouteLifeService,
    @Inject(ConnectorCatalog) connectors: ConnectorCatalog,
    @Inject(DestinationCatalog) destinations: DestinationCatalog,
  ) {
    this.catalogs = { connectors, destinations };
  }

  @Put(':id/options')
  @Requires('routes.write')
  @ApiOperation({ summary: 'Replaces the options; what would send nobody, or somebody by a guess, is refused' })
  @ApiOkResponse({ standardSchema: changedRouteView })
  async save(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: routeOptionsBody }) body: { options: Record<string, unknown> }): Promise<Answer> {
    const { route, changed } = await this.life.saveOptions(caller, id, body.options);
    return await this.answer(route, changed.length === 0 ? TEXTS.optionsSame : TEXTS.optionsSaved, language);
  }

  @Put(':id/security-parameter')
  @Requires('routes.write')
  @ApiOperation({ summary: 'Sets the secret of the callback addresses; it is never shown here' })
  @ApiOkResponse({ standardSchema: z.object({ message: z.string() }) })
  async secure(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: securityParameterBody }) body: { value: string }): Promise<{ message: string }> {
    await this.life.saveSecurityParameter(caller, id, body.value);
    return { message: TEXTS.securityParameter[language] };
  }

  @Post(':id/start')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'Switches the route on; the first start decides from when events count' })
  @ApiOkResponse({ standardSchema: changedRouteView })
  async start(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Answer> {
    const { route, first, woken } = await this.life.start(caller, id);
    return await this.answer(route, woken ? (first ? TEXTS.started : TEXTS.restarted) : TEXTS.startedLater, language);
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'Switches the route off by itself; what waits goes on waiting' })
  @ApiOkResponse({ standardSchema: changedRouteView })
  async stop(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Answer> {
    const { route, relying } = await this.life.stop(caller, id);
    return await this.answer(route, relying === 0 ? TEXTS.stopped : TEXTS.stoppedMapped, language);
  }

  private async answer(route: RouteEntity, text: Localized, language: Language): Promise<Answer> {
    return { message: text[language], route: await routeViewOf(this.dataSource.manager, route, language, this.catalogs) };
  }
}
