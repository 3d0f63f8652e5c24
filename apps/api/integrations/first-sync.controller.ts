import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { startedRunView, type RunView } from '../runs/run.schemas.js';
import { RunsService } from '../runs/runs.service.js';
import { FirstSyncService, type Estimated } from './first-sync.service.js';
import { firstSyncText, rereadText, type Cost } from './first-sync.texts.js';
import { estimateQuery, estimateView, initialSyncBody, rereadBody, type EstimateView, type InitialSync, type Reread } from './integration.schemas.js';
import { INTEGRATION_TEXTS as TEXTS } from './integration.texts.js';

type Started = { readonly message: string; readonly run: RunView };

function estimateOf(found: Estimated, text: (cost: Cost, language: Language) => string, language: Language): EstimateView {
  const { streams, requests, seconds, requestsPerMonth = null, usedThisMonth = null, journal = null } = found;
  const message = text({ streams, requests, requestsPerMonth, usedThisMonth, journal }, language);
  return { streams: [...streams], requests, seconds, requestsPerMonth, usedThisMonth, journal, writes: found.writes[language], message };
}

@ApiTags('integrations')
@Controller('integrations')
export class FirstSyncController {
  constructor(
    @Inject(FirstSyncService) private readonly syncs: FirstSyncService,
    @Inject(RunsService) private readonly runs: RunsService,
  ) {}

  @Get(':id/initial-sync/estimate')
  @Requires('integrations.control')
  @ApiOperation({ summary: 'The confirmation window: counts, requests, time, what is written where' })
  @ApiOkResponse({ standardSchema: estimateView })
  async estimate(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: estimateQuery }) query: { since?: string }): Promise<EstimateView> {
    return estimateOf(await this.syncs.estimate(caller, id, query.since), firstSyncText, language);
  }

  @Post(':id/initial-sync')
  @HttpCode(202)
  @Requires('integrations.control')
  @Idempotent()
  @ApiOperation({ summary: 'Starts the first synchronisation; a second one answers 409 with the id of the run' })
  @ApiAcceptedResponse({ standardSchema: startedRunView })
  async initial(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: initialSyncBody }) body: InitialSync): Promise<Started> {
    const { runId } = await this.syncs.initial(caller, id, body);
    return { message: TEXTS.firstSyncStarted[language], run: await this.runs.read(caller, runId, language) };
  }

  @Post(':id/sync-now')
  @HttpCode(202)
  @Requires('integrations.control')
  @ApiOperation({ summary: 'Looks at the shop now instead of at the next interval' })
  @ApiAcceptedResponse({ standardSchema: z.object({ message: z.string() }) })
  async syncNow(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<{ message: string }> {
    await this.syncs.syncNow(caller, id);
    return { message: TEXTS.syncing[language] };
  }

  @Post(':id/reread')
  @HttpCode(202)
  @Requires('integrations.control')
  @Idempotent()
  @ApiOperation({ summary: 'Reads stored records again; without confirm answers 200 with the cost and starts nothing' })
  @ApiAcceptedResponse({ standardSchema: startedRunView })
  @ApiOkResponse({ standardSchema: estimateView })
  async reread(
    @Caller() caller: Principal,
    @Lang() language: Language,
    @Param('id') id: string,
    @Body({ schema: rereadBody }) body: Reread,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Started | EstimateView> {
    if (body.confirm) {
      const runId = await this.syncs.reread(caller, id, body);
      return { message: TEXTS.rereadStarted[language], run: await this.runs.read(caller, runId, language) };
    }
    const cost = await this.syncs.estimate(caller, id, body.from);
    response.status(200);
    const streams = body.streams === undefined ? cost.streams : cost.streams.filter((entry) => body.streams?.some((wanted) => wanted === entry.stream));
    const known = streams.every((entry) => entry.requests !== null);
    return estimateOf({ ...cost, streams, requests: known ? streams.reduce((sum, entry) => sum + (entry.requests ?? 0), 0) : cost.requests }, rereadText, language);
  }
}
