import { Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Desired, Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { say } from '../http/language.js';
import { encodeCursor, type ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { RunEvents } from './run-events.js';
import { changedRunView, runListQuery, runView, type RunListQuery, type RunView } from './run.schemas.js';
import { RUN_WISH_TEXTS } from './run.texts.js';
import { RunsService } from './runs.service.js';

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(
    @Inject(RunsService) private readonly runs: RunsService,
    @Inject(RunEvents) private readonly streams: RunEvents,
  ) {}

  @Get()
  @Requires('runs.read')
  @ApiOperation({ summary: 'Runs, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(runView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: runListQuery }) query: RunListQuery): Promise<ListPage<RunView>> {
    const rows = await this.runs.list(caller, query);
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return { items: await this.runs.views(shown, language), nextCursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
  }

  @Get(':id')
  @Requires('runs.read')
  @ApiOperation({ summary: 'One run: state, ledgers by stream, rate, time left, reason of waiting' })
  @ApiOkResponse({ standardSchema: runView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<RunView> {
    return await this.runs.read(caller, id, language);
  }

  @Get(':id/events')
  @Requires('runs.read')
  @ApiOperation({ summary: 'The run as server-sent events: one after every change, until it has ended' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string' } })
  async events(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Res() response: Response): Promise<void> {
    const look = (): Promise<RunView> => this.runs.read(caller, id, language);
    await this.streams.send(response, await look(), look);
  }

  @Post(':id/pause')
  @HttpCode(200)
  @Requires('runs.control')
  @ApiOperation({ summary: 'Nothing is read or written after this answer until the run is resumed' })
  @ApiOkResponse({ standardSchema: changedRunView })
  async pause(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<{ message: string; run: RunView }> {
    return await this.wish(caller, language, id, 'pause');
  }

  @Post(':id/resume')
  @HttpCode(200)
  @Requires('runs.control')
  @ApiOperation({ summary: 'Goes on where it was paused' })
  @ApiOkResponse({ standardSchema: changedRunView })
  async resume(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<{ message: string; run: RunView }> {
    return await this.wish(caller, language, id, 'run');
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('runs.control')
  @ApiOperation({ summary: 'Ends the run; what was written stays' })
  @ApiOkResponse({ standardSchema: changedRunView })
  async cancel(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<{ message: string; run: RunView }> {
    return await this.wish(caller, language, id, 'stop');
  }

  private async wish(caller: Principal, language: Language, id: string, desired: Desired): Promise<{ message: string; run: RunView }> {
    await this.runs.wish(caller, id, desired);
    return { message: say(RUN_WISH_TEXTS[desired], language), run: await this.runs.read(caller, id, language) };
  }
}
