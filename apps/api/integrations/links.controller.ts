import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { linksQuery, linksView, type LinksQuery, type LinksView } from './links.schemas.js';
import { LinksService } from './links.service.js';

@ApiTags('integrations')
@Controller('integrations')
export class LinksController {
  constructor(@Inject(LinksService) private readonly links: LinksService) {}

  @Get(':id/links')
  @Requires('integrations.read')
  @ApiOperation({ summary: 'Try this link: panel links of a customer and an order, by the saved settings or by templates that are not saved' })
  @ApiOkResponse({ standardSchema: linksView })
  async attempt(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: linksQuery }) query: LinksQuery): Promise<LinksView> {
    return await this.links.attempt(caller, id, query, language);
  }
}
