import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { decidedView, optionalNote, type DecidedView, type Note } from '../decisions/decision.schemas.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { proposalQuery, proposalView, type ProposalQuery, type ProposalView } from './proposal.schemas.js';
import { ProposalsService } from './proposals.service.js';

@ApiTags('proposals')
@Controller('proposals')
export class ProposalsController {
  constructor(@Inject(ProposalsService) private readonly proposals: ProposalsService) {}

  @Get()
  @Requires('customers.read')
  @ApiOperation({ summary: 'Cards that are perhaps one person (an Allegro login, a phone with the surname), or tickets that may belong to several cards' })
  @ApiOkResponse({ standardSchema: pageOf(proposalView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: proposalQuery }) query: ProposalQuery): Promise<ListPage<ProposalView>> {
    return await this.proposals.list(caller, query, language);
  }

  @Post(':id/accept')
  @HttpCode(200)
  @Idempotent()
  @Requires('customers.write')
  @ApiOperation({ summary: 'The two cards are one person: they are merged, the older one stays' })
  @ApiOkResponse({ standardSchema: decidedView })
  async accept(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: optionalNote }) { note }: Note): Promise<DecidedView> {
    return await this.proposals.accept(caller, id, note ?? null, language);
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @Idempotent()
  @Requires('customers.write')
  @ApiOperation({ summary: 'The two cards are two people: this is remembered, also when everything is read anew' })
  @ApiOkResponse({ standardSchema: decidedView })
  async refuse(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: optionalNote }) { note }: Note): Promise<DecidedView> {
    return await this.proposals.refuse(caller, id, note ?? null, language);
  }
}
