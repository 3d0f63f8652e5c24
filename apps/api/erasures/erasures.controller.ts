import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { pageQuery, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { erasureView, type ErasureView } from './erasure.schemas.js';
import { ErasuresService } from './erasures.service.js';

@ApiTags('erasures')
@Controller('erasures')
export class ErasuresController {
  constructor(@Inject(ErasuresService) private readonly erasures: ErasuresService) {}

  @Get()
  @Requires('customers.erase')
  @ApiOperation({ summary: 'Erasures, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(erasureView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: pageQuery }) page: PageQuery): Promise<ListPage<ErasureView>> {
    return await this.erasures.list(caller, page, language);
  }

  @Get(':id')
  @Requires('customers.erase')
  @ApiOperation({ summary: 'One erasure: its state, and the receipt of what was removed, what destinations hold, and what a search found afterwards' })
  @ApiOkResponse({ standardSchema: erasureView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<ErasureView> {
    return await this.erasures.read(caller, id, language);
  }
}
