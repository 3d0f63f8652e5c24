import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { readsNothing } from '#libs/connectors/sdk/streams-read.js';
import type { Language, Localized } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { hookReminder, withReminder } from '../hooks/hook-reminder.js';
import { Lang } from '../http/lang.decorator.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { IntegrationLifeService, type Moved } from './integration-life.service.js';
import { changedView, type IntegrationView } from './integration.schemas.js';
import { INTEGRATION_TEXTS as TEXTS, joined, switchedText } from './integration.texts.js';
import { integrationViewOf } from './integration.view.js';

type Changed = { readonly message: string; readonly switched: Moved['switched']; readonly integration: IntegrationView };

@ApiTags('integrations')
@Controller('integrations')
export class IntegrationLifeController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(IntegrationLifeService) private readonly life: IntegrationLifeService,
    @Inject(ConnectorCatalog) private readonly catalog: ConnectorCatalog,
  ) {}

  @Post(':id/start')
  @HttpCode(200)
  @Requires('integrations.control')
  @ApiOperation({ summary: 'Begins to follow the shop from this moment' })
  @ApiOkResponse({ standardSchema: changedView })
  async start(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Changed> {
    const moved = await this.life.start(caller, id);
    return await this.answer(moved, readsNothing(this.catalog.of(moved.integration.platform)) ? TEXTS.startedAlone : TEXTS.started, language);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Requires('integrations.control')
  @ApiOperation({ summary: 'Pauses following and all runs; works with Temporal down' })
  @ApiOkResponse({ standardSchema: changedView })
  async pause(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Changed> {
    return await this.answer(await this.life.pause(caller, id), TEXTS.paused, language);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Requires('integrations.control')
  @ApiOperation({ summary: 'Goes on where everything was paused' })
  @ApiOkResponse({ standardSchema: changedView })
  async resume(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Changed> {
    return await this.answer(await this.life.resume(caller, id), TEXTS.resumed, language);
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Requires('integrations.control')
  @ApiOperation({ summary: 'Stops following and cancels runs; everything stored is kept. The message says how to take webhooks out of the shop, where an address was given out' })
  @ApiOkResponse({ standardSchema: changedView })
  async stop(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Changed> {
    return await this.answer(await this.life.stop(caller, id), TEXTS.stopped, language, true);
  }

  private async answer({ integration, switched }: Moved, text: Localized, language: Language, last = false): Promise<Changed> {
    const { manager } = this.dataSource;
    const reminder = last ? await hookReminder(manager, this.catalog, integration) : null;
    return { message: joined(withReminder(text, reminder), switchedText(switched))[language], switched, integration: await integrationViewOf(manager, integration, language, this.catalog) };
  }
}
