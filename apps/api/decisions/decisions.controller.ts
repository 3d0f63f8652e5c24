import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { decidedView, decisionQuery, decisionView, type DecidedView, type DecisionQuery, type DecisionView } from './decision.schemas.js';
import { DecisionsService } from './decisions.service.js';

@ApiTags('decisions')
@Controller('decisions')
export class DecisionsController {
  constructor(@Inject(DecisionsService) private readonly decisions: DecisionsService) {}

  @Get()
  @Requires('customers.read')
  @ApiOperation({ summary: 'What people decided about cards: merged, split, refused; newest first, undone ones too' })
  @ApiOkResponse({ standardSchema: pageOf(decisionView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: decisionQuery }) query: DecisionQuery): Promise<ListPage<DecisionView>> {
    return await this.decisions.list(caller, query, language);
  }

  @Post(':id/undo')
  @HttpCode(200)
  @Idempotent()
  @Requires('customers.write')
  @ApiOperation({ summary: 'Takes a decision back: cards part or become one again, a refused proposal may return' })
  @ApiOkResponse({ standardSchema: decidedView })
  async undo(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<DecidedView> {
    return await this.decisions.undo(caller, id, language);
  }
}
