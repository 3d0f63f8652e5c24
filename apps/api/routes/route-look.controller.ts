import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DuplicateDecision } from '#libs/delivery/duplicates/decide.js';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { DuplicatesService } from './duplicates.service.js';
import { DUPLICATE_TEXTS } from './duplicates.texts.js';
import { ExclusionsService } from './exclusions.service.js';
import { PreviewService } from './preview.service.js';
import { decidedDuplicateView, exclusionQuery, exclusionView, previewBody, previewView, type DecidedDuplicate, type ExclusionQuery, type ExclusionView, type Preview, type PreviewView } from './route-look.schemas.js';

@ApiTags('routes')
@Controller('routes')
export class RouteLookController {
  constructor(
    @Inject(ExclusionsService) private readonly exclusions: ExclusionsService,
    @Inject(PreviewService) private readonly previews: PreviewService,
    @Inject(DuplicatesService) private readonly duplicates: DuplicatesService,
  ) {}

  @Get(':id/exclusions')
  @Requires('routes.read')
  @ApiOperation({ summary: 'Who and what is left out now, and why; addresses are shown to operators' })
  @ApiOkResponse({ standardSchema: pageOf(exclusionView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: exclusionQuery }) query: ExclusionQuery): Promise<ListPage<ExclusionView>> {
    return await this.exclusions.list(caller, id, query, language);
  }

  @Post(':id/exclusions/:recordId/release')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'A suspected duplicate is none: its purchase is sent once, also after it was dismissed' })
  @ApiOkResponse({ standardSchema: decidedDuplicateView })
  async release(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Param('recordId') recordId: string): Promise<DecidedDuplicate> {
    return await this.decide(caller, language, id, recordId, 'released');
  }

  @Post(':id/exclusions/:recordId/dismiss')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'A suspected duplicate is one: its purchase is not sent' })
  @ApiOkResponse({ standardSchema: decidedDuplicateView })
  async dismiss(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Param('recordId') recordId: string): Promise<DecidedDuplicate> {
    return await this.decide(caller, language, id, recordId, 'dismissed');
  }

  @Post(':id/preview')
  @HttpCode(200)
  @Requires('routes.control')
  @ApiOperation({ summary: 'The exact writes for a few records; sends nothing' })
  @ApiOkResponse({ standardSchema: previewView })
  async preview(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: previewBody }) body: Preview): Promise<PreviewView> {
    return await this.previews.preview(caller, id, body, language);
  }

  private async decide(caller: Principal, language: Language, id: string, recordId: string, decision: DuplicateDecision): Promise<DecidedDuplicate> {
    await this.duplicates.decide(caller, id, recordId, decision);
    return { message: DUPLICATE_TEXTS[decision][language], recordId, decision };
  }
}
