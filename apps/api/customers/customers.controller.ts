import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { CardService } from './card.service.js';
import { findCustomer } from './customer.finder.js';
import {
  cardView,
  customerQuery,
  foundCustomerView,
  historyEntryView,
  historyQuery,
  identitiesView,
  tabView,
  type CardView,
  type CustomerQuery,
  type FoundCustomer,
  type HistoryEntry,
  type HistoryQuery,
  type IdentitiesView,
  type TabView,
} from './customer.schemas.js';
import { HistoryService } from './history.service.js';
import { IdentitiesService } from './identities.service.js';
import { SearchService } from './search.service.js';
import { TabsService } from './tabs.service.js';

@ApiTags('customers')
@Controller('customers')
export class CustomersController {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SearchService) private readonly search: SearchService,
    @Inject(CardService) private readonly cards: CardService,
    @Inject(TabsService) private readonly tabs: TabsService,
    @Inject(HistoryService) private readonly histories: HistoryService,
    @Inject(IdentitiesService) private readonly identities: IdentitiesService,
  ) {}

  @Get()
  @Requires('customers.read')
  @ApiOperation({ summary: 'Search by e-mail, phone, Allegro login, ID-field value, order number or name' })
  @ApiOkResponse({ standardSchema: pageOf(foundCustomerView) })
  async find(@Caller() caller: Principal, @Query({ schema: customerQuery }) query: CustomerQuery): Promise<ListPage<FoundCustomer>> {
    return await this.search.find(caller, query);
  }

  @Get(':id')
  @Requires('customers.read')
  @ApiOperation({ summary: 'The customer card' })
  @ApiOkResponse({ standardSchema: cardView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<CardView> {
    return await this.cards.read(caller, id, language);
  }

  @Get(':id/tabs/:integrationId')
  @Requires('customers.read')
  @ApiOperation({ summary: 'What one integration knows of the person' })
  @ApiOkResponse({ standardSchema: tabView })
  async tab(@Caller() caller: Principal, @Param('id') id: string, @Param('integrationId') integrationId: string): Promise<TabView> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    return await this.tabs.one(caller.workspaceId, customer.id, integrationId);
  }

  @Get(':id/history')
  @Requires('customers.read')
  @ApiOperation({ summary: 'Contact history, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(historyEntryView) })
  async history(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: historyQuery }) query: HistoryQuery): Promise<ListPage<HistoryEntry>> {
    return await this.histories.read(caller, id, query, language);
  }

  @Get(':id/identities')
  @Requires('customers.read')
  @ApiOperation({ summary: 'Why these records are one person: rule, integration, time, records and the keys they share' })
  @ApiOkResponse({ standardSchema: identitiesView })
  async reasons(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<IdentitiesView> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    return await this.identities.read(caller.workspaceId, customer.id, language);
  }
}
