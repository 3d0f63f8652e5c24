import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { alertQuery, alertView, targetBody, targetView, type AlertQuery, type AlertView, type SaveTarget, type TargetView } from './alert.schemas.js';
import { AlertTargetService } from './alert-target.service.js';
import { AlertsService } from './alerts.service.js';

@ApiTags('alerts')
@Controller('alerts')
export class AlertsController {
  constructor(
    @Inject(AlertsService) private readonly alerts: AlertsService,
    @Inject(AlertTargetService) private readonly targets: AlertTargetService,
  ) {}

  @Get()
  @Requires('alerts.read')
  @ApiOperation({ summary: 'Rules that fired, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(alertView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: alertQuery }) query: AlertQuery): Promise<ListPage<AlertView>> {
    return await this.alerts.list(caller, query, language);
  }

  @Get('target')
  @Requires('alerts.read')
  @ApiOperation({ summary: 'Where alerts are sent' })
  @ApiOkResponse({ standardSchema: targetView })
  async target(@Caller() caller: Principal): Promise<TargetView> {
    return await this.targets.read(caller);
  }

  @Put('target')
  @Requires('alerts.manage')
  @ApiOperation({ summary: 'Sets the address alerts are sent to, signed' })
  @ApiOkResponse({ standardSchema: targetView })
  async saveTarget(@Caller() caller: Principal, @Body({ schema: targetBody }) body: SaveTarget): Promise<TargetView> {
    return await this.targets.save(caller, body);
  }

  @Delete('target')
  @HttpCode(204)
  @Requires('alerts.manage')
  @ApiOperation({ summary: 'Alerts are listed only' })
  @ApiNoContentResponse()
  async removeTarget(@Caller() caller: Principal): Promise<void> {
    await this.targets.remove(caller);
  }

  @Get(':id')
  @Requires('alerts.read')
  @ApiOperation({ summary: 'One alert' })
  @ApiOkResponse({ standardSchema: alertView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<AlertView> {
    return await this.alerts.read(caller, id, language);
  }
}
