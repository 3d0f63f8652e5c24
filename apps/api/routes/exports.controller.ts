import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language, Localized } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { DestinationCatalog } from '../destinations/destination-catalog.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { ConnectorCatalog } from '../platforms/connector-catalog.js';
import { changedExportView, createExportBody, exportView, type CreateExport, type ExportView } from './export.schemas.js';
import { EXPORT_TEXTS as TEXTS } from './export.texts.js';
import { exportViewOf } from './export.view.js';
import { ExportsService } from './exports.service.js';
import type { FoundExport } from './found-export.js';
import type { Catalogs } from './route.view.js';

type Answer = { readonly message: string; readonly export: ExportView };

@ApiTags('routes')
@Controller('routes')
export class ExportsController {
  private readonly catalogs: Catalogs;

  constructor(
    @Inject(ExportsService) private readonly exports: ExportsService,
    @Inject(ConnectorCatalog) connectors: ConnectorCatalog,
    @Inject(DestinationCatalog) destinations: DestinationCatalog,
  ) {
    this.catalogs = { connectors, destinations };
  }

  @Post(':id/exports')
  @HttpCode(202)
  @Requires('routes.control')
  @Idempotent()
  @ApiOperation({ summary: 'Counts what an export would send; nothing is sent before it is confirmed' })
  @ApiAcceptedResponse({ standardSchema: changedExportView })
  async create(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: createExportBody }) body: CreateExport): Promise<Answer> {
    return this.answer(await this.exports.create(caller, id, body), TEXTS.counting, language);
  }

  @Get(':id/exports/:exportId')
  @Requires('routes.read')
  @ApiOperation({ summary: 'The confirmation window: counts, what will be written where, time; then progress' })
  @ApiOkResponse({ standardSchema: exportView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Param('exportId') exportId: string): Promise<ExportView> {
    return exportViewOf(await this.exports.read(caller, id, exportId), language, this.catalogs);
  }

  @Post(':id/exports/:exportId/confirm')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'Starts a counted export' })
  @ApiOkResponse({ standardSchema: changedExportView })
  async confirm(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Param('exportId') exportId: string): Promise<Answer> {
    return this.answer(await this.exports.confirm(caller, id, exportId), TEXTS.confirmed, language);
  }

  @Post(':id/exports/:exportId/pause')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'Holds a running export; live changes go on' })
  @ApiOkResponse({ standardSchema: changedExportView })
  async pause(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Param('exportId') exportId: string): Promise<Answer> {
    return this.answer(await this.exports.call(caller, id, exportId, 'pause'), TEXTS.paused, language);
  }

  @Post(':id/exports/:exportId/resume')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'Goes on where the export was paused' })
  @ApiOkResponse({ standardSchema: changedExportView })
  async resume(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Param('exportId') exportId: string): Promise<Answer> {
    return this.answer(await this.exports.call(caller, id, exportId, 'resume'), TEXTS.resumed, language);
  }

  @Post(':id/exports/:exportId/cancel')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'Ends an export; what it has handed over is still sent' })
  @ApiOkResponse({ standardSchema: changedExportView })
  async cancel(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Param('exportId') exportId: string): Promise<Answer> {
    return this.answer(await this.exports.call(caller, id, exportId, 'cancel'), TEXTS.cancelled, language);
  }

  private answer(found: FoundExport, text: Localized, language: Language): Answer {
    return { message: text[language], export: exportViewOf(found, language, this.catalogs) };
  }
}
