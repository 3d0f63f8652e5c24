import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { rejectQuery, rejectView, replayBody, replayView, type RejectQuery, type RejectView, type ReplayFilter, type ReplayView } from './reject.schemas.js';
import { RejectsService } from './rejects.service.js';
import { ReplayService, type Replayed } from './replay.service.js';

const QUEUED = { pl: 'Rekordy są czytane ponownie.', en: 'The records are being read again.' };
const LATER = { pl: 'Rekordy czekają: zostaną odczytane, gdy integracja będzie działać, a Temporal odpowie.', en: 'The records are waiting: they are read once the integration runs and Temporal answers.' };

const answer = ({ woken, ...counts }: Replayed, language: Language): ReplayView => ({ message: (woken ? QUEUED : LATER)[language], ...counts });

@ApiTags('rejects')
@Controller('rejects')
export class RejectsController {
  constructor(
    @Inject(RejectsService) private readonly rejects: RejectsService,
    @Inject(ReplayService) private readonly replays: ReplayService,
  ) {}

  @Get()
  @Requires('rejects.read')
  @ApiOperation({ summary: 'Records that could not be taken over: what is wrong, where, and how to fix it' })
  @ApiOkResponse({ standardSchema: pageOf(rejectView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: rejectQuery }) query: RejectQuery): Promise<ListPage<RejectView>> {
    return await this.rejects.list(caller, query, language);
  }

  @Post('replay')
  @HttpCode(202)
  @Requires('rejects.replay')
  @ApiOperation({ summary: 'Reads all open rejects that fit again' })
  @ApiAcceptedResponse({ standardSchema: replayView })
  async replayMany(@Caller() caller: Principal, @Lang() language: Language, @Body({ schema: replayBody }) body: ReplayFilter): Promise<ReplayView> {
    return answer(await this.replays.many(caller, body), language);
  }

  @Get(':id')
  @Requires('rejects.read')
  @ApiOperation({ summary: 'One reject' })
  @ApiOkResponse({ standardSchema: rejectView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<RejectView> {
    return await this.rejects.read(caller, id, language);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Requires('rejects.replay')
  @ApiOperation({ summary: 'Reads the record again by its id' })
  @ApiAcceptedResponse({ standardSchema: replayView })
  async replay(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<ReplayView> {
    return answer(await this.replays.one(caller, id), language);
  }
}
