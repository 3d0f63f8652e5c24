import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { pageQuery, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { notWrittenView, type NotWrittenView } from './not-written.schemas.js';
import { NotWrittenService } from './not-written.service.js';
import { setupView, type SetupView } from './setup.schemas.js';
import { SetupService } from './setup.service.js';

/** Addresses that let in, and addresses of people, are nothing for a cache on the way. */
const NO_STORE = ['cache-control', 'no-store'] as const;

@ApiTags('routes')
@Controller('routes')
export class RouteSetupController {
  constructor(
    @Inject(SetupService) private readonly setup: SetupService,
    @Inject(NotWrittenService) private readonly notWritten: NotWrittenService,
  ) {}

  @Get(':id/setup')
  @Requires('routes.setup')
  @Header(...NO_STORE)
  @ApiOperation({
    summary: 'What to paste into the panels: callback addresses with the security parameter, offer feed, monitoring code, and the steps; each reading is audited',
    description: '409 `public_url_missing`, `public_url_loopback` or `public_url_internal` while PUBLIC_URL does not lead here.',
  })
  @ApiOkResponse({ standardSchema: setupView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<SetupView> {
    return await this.setup.read(caller, id, language);
  }

  @Get(':id/not-written')
  @Requires('routes.read')
  @Header(...NO_STORE)
  @ApiOperation({ summary: 'Consents changed at the destination that could not be written to the shop, newest first, with the reason' })
  @ApiOkResponse({ standardSchema: pageOf(notWrittenView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: pageQuery }) query: PageQuery): Promise<ListPage<NotWrittenView>> {
    return await this.notWritten.list(caller, id, query, language);
  }
}
