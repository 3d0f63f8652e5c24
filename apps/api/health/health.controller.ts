import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import type { Language } from '#libs/domain/words.js';
import { Public } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { HealthService } from './health.service.js';

const liveView = z.object({ status: z.literal('ok') });
const readyView = z.object({ status: z.enum(['ok', 'degraded', 'unavailable']), parts: z.array(z.object({ name: z.string(), ok: z.boolean(), reason: z.string().nullable() })) });

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthService) private readonly health: HealthService) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'The process is alive' })
  @ApiOkResponse({ standardSchema: liveView })
  live(): z.infer<typeof liveView> {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @ApiOperation({ summary: 'Database and Temporal answer, otherwise 503; degraded while no worker runs. Each part with its reason' })
  @ApiOkResponse({ standardSchema: readyView })
  @ApiServiceUnavailableResponse({ standardSchema: readyView })
  async ready(@Lang() language: Language, @Res({ passthrough: true }) response: Response): Promise<z.infer<typeof readyView>> {
    const parts = await this.health.parts();
    // Calls are answered without workers, who may start after this process: they are told of, and hold nobody back.
    const serving = parts.every((part) => part.ok || part.name === 'workers');
    if (!serving) response.status(503);
    const status = !serving ? 'unavailable' : parts.every((part) => part.ok) ? 'ok' : 'degraded';
    return { status, parts: parts.map((part) => ({ name: part.name, ok: part.ok, reason: part.reason?.[language] ?? null })) };
  }
}
