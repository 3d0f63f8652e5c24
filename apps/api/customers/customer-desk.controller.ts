import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { decidedView, type DecidedView } from '../decisions/decision.schemas.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { proposalView, type ProposalView } from '../proposals/proposal.schemas.js';
import { ProposalsService } from '../proposals/proposals.service.js';
import { mergeBody, splitBody, splitQuery, splitView, type Merge, type Split, type SplitQuery, type SplitView } from './customer-desk.schemas.js';
import { CustomerDeskService } from './customer-desk.service.js';

@ApiTags('customers')
@Controller('customers')
export class CustomerDeskController {
  constructor(
    @Inject(CustomerDeskService) private readonly desk: CustomerDeskService,
    @Inject(ProposalsService) private readonly proposed: ProposalsService,
  ) {}

  @Get(':id/proposals')
  @Requires('customers.read')
  @ApiOperation({ summary: 'Cards that are perhaps the same person, and tickets that may belong here' })
  @ApiOkResponse({ standardSchema: pageOf(proposalView) })
  async proposals(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<ListPage<ProposalView>> {
    return await this.proposed.ofCard(caller, id, language);
  }

  @Post(':id/merge')
  @HttpCode(200)
  @Idempotent()
  @Requires('customers.write')
  @ApiOperation({ summary: 'Two cards are one person: the card in the path stays, ids of the other lead to it; can be undone' })
  @ApiOkResponse({ standardSchema: decidedView })
  async merge(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: mergeBody }) body: Merge): Promise<DecidedView> {
    return await this.desk.merge(caller, id, body, language);
  }

  @Post(':id/split')
  @HttpCode(200)
  @Idempotent()
  @Requires('customers.write')
  @ApiOperation({ summary: 'Two people are on one card: the chosen records move to a new one, for good; can be previewed and undone' })
  @ApiOkResponse({ standardSchema: splitView })
  async split(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: splitQuery }) { dryRun }: SplitQuery, @Body({ schema: splitBody }) body: Split): Promise<SplitView> {
    return await this.desk.split(caller, id, body, dryRun, language);
  }
}
