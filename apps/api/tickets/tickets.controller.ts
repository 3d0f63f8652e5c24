import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { PostTicketsService } from './post-tickets.service.js';
import { TicketDeskService } from './ticket-desk.service.js';
import {
  assignBody,
  postedTicketsView,
  postedTicketView,
  postTicketsBody,
  ticketQuery,
  ticketView,
  type AssignTicket,
  type PostedTicket,
  type PostedTickets,
  type PostTickets,
  type TicketQuery,
  type TicketView,
} from './ticket.schemas.js';
import { TicketsService } from './tickets.service.js';

@ApiTags('tickets')
@Controller('tickets')
export class TicketsController {
  constructor(
    @Inject(TicketsService) private readonly tickets: TicketsService,
    @Inject(PostTicketsService) private readonly posts: PostTicketsService,
    @Inject(TicketDeskService) private readonly desk: TicketDeskService,
  ) {}

  @Post()
  @Requires('tickets.write')
  @Idempotent()
  @ApiOperation({
    summary: 'Stores a ticket, or a list of tickets, and finds the card of each sender',
    description: 'Looked for by the full address, then by the form of a masked address before "+"; a card that comes later is found later, in the moment it comes. Several cards: a proposal, nothing is moved. A list is answered ticket by ticket with 200; a single ticket with 201 when it is new, 200 when it was stored before. 400 `validation_failed` names the wrong fields of a single ticket.',
  })
  @ApiCreatedResponse({ standardSchema: postedTicketView, description: 'A new ticket' })
  @ApiOkResponse({ standardSchema: postedTicketsView, description: 'A list; or, in the form of 201, a ticket that was stored before' })
  async post(@Caller() caller: Principal, @Lang() language: Language, @Body({ schema: postTicketsBody }) body: PostTickets, @Res({ passthrough: true }) response: Response): Promise<PostedTicket | PostedTickets> {
    const { tickets, ...ticket } = body;
    const answer = tickets === undefined ? await this.posts.one(caller, ticket, language) : await this.posts.many(caller, tickets, language);
    if (!('outcome' in answer) || answer.outcome !== 'created') response.status(200);
    return answer;
  }

  @Get()
  @Requires('tickets.read')
  @ApiOperation({ summary: 'Tickets, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(ticketView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: ticketQuery }) query: TicketQuery): Promise<ListPage<TicketView>> {
    return await this.tickets.list(caller, query, language);
  }

  @Get(':id')
  @Requires('tickets.read')
  @ApiOperation({ summary: 'One ticket: which card, and why' })
  @ApiOkResponse({ standardSchema: ticketView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<TicketView> {
    return await this.tickets.read(caller, id, language);
  }

  @Post(':id/assign')
  @HttpCode(200)
  @Requires('tickets.write')
  @ApiOperation({ summary: 'A person decides whose the ticket is; no rule moves it from then on' })
  @ApiOkResponse({ standardSchema: ticketView })
  async assign(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: assignBody }) body: AssignTicket): Promise<TicketView> {
    return await this.desk.assign(caller, id, body.customerId, language);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Requires('tickets.write')
  @ApiOperation({ summary: 'Gives a ticket a person decided about back to the rules' })
  @ApiOkResponse({ standardSchema: ticketView })
  async release(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<TicketView> {
    return await this.desk.release(caller, id, language);
  }
}
