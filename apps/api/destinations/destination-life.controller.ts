import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Language, Localized } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { DestinationCatalog } from './destination-catalog.js';
import { DestinationLifeService, type Changed } from './destination-life.service.js';
import { DestinationShopsService } from './destination-shops.service.js';
import { changedDestinationView, destinationSettingsBody, shopChoiceView, type DestinationView, type ShopChoiceView } from './destination.schemas.js';
import { DESTINATION_TEXTS as TEXTS } from './destination.texts.js';
import { destinationViewOf } from './destination.view.js';

type Answer = { readonly message: string; readonly destination: DestinationView };

@ApiTags('destinations')
@Controller('destinations')
export class DestinationLifeController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(DestinationLifeService) private readonly life: DestinationLifeService,
    @Inject(DestinationShopsService) private readonly shops: DestinationShopsService,
    @Inject(DestinationCatalog) private readonly catalog: DestinationCatalog,
  ) {}

  @Put(':id/settings')
  @Requires('destinations.write')
  @ApiOperation({ summary: 'Saves the settings as a whole' })
  @ApiOkResponse({ standardSchema: changedDestinationView })
  async save(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: destinationSettingsBody }) body: { settings: Record<string, unknown> }): Promise<Answer> {
    return await this.answer(await this.life.save(caller, id, body.settings), TEXTS.saved, language);
  }

  @Get(':id/shops')
  @Requires('destinations.write')
  @ApiOperation({ summary: 'E-shops a route may point to: those the account tells, and locations entered by hand' })
  @ApiOkResponse({ standardSchema: pageOf(shopChoiceView) })
  async choices(@Caller() caller: Principal, @Param('id') id: string): Promise<ListPage<ShopChoiceView>> {
    return { items: await this.shops.list(caller, id), nextCursor: null };
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Requires('destinations.control')
  @ApiOperation({ summary: 'Sends nothing new until it is resumed; works with Temporal down' })
  @ApiOkResponse({ standardSchema: changedDestinationView })
  async pause(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Answer> {
    return await this.answer(await this.life.wish(caller, id, 'pause'), TEXTS.paused, language);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Requires('destinations.control')
  @ApiOperation({ summary: 'Goes on after a pause or a stop; nothing that waited is lost' })
  @ApiOkResponse({ standardSchema: changedDestinationView })
  async resume(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Answer> {
    const changed = await this.life.wish(caller, id, 'resume');
    return await this.answer(changed, changed.woken ? TEXTS.resumed : TEXTS.resumedLater, language);
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Requires('destinations.control')
  @ApiOperation({ summary: 'Stops delivering; everything that waits is kept' })
  @ApiOkResponse({ standardSchema: changedDestinationView })
  async stop(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Answer> {
    return await this.answer(await this.life.wish(caller, id, 'stop'), TEXTS.stopped, language);
  }

  private async answer({ destination }: Changed, text: Localized, language: Language): Promise<Answer> {
    return { message: text[language], destination: await destinationViewOf(this.dataSource.manager, destination, language, this.catalog) };
  }
}
