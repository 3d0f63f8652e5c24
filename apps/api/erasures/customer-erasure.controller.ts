import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { eraseBody, erasureView, previewView, type EraseBody, type ErasureView, type PreviewView } from './erasure.schemas.js';
import { ErasuresService } from './erasures.service.js';

@ApiTags('customers')
@Controller('customers')
export class CustomerErasureController {
  constructor(@Inject(ErasuresService) private readonly erasures: ErasuresService) {}

  @Get(':id/erase/preview')
  @Requires('customers.erase')
  @ApiOperation({ summary: 'What an erasure of the person would remove, and what destinations hold' })
  @ApiOkResponse({ standardSchema: previewView })
  async preview(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<PreviewView> {
    return await this.erasures.preview(caller, id, language);
  }

  @Post(':id/erase')
  @HttpCode(202)
  @Requires('customers.erase')
  @ApiOperation({ summary: 'Erases the person: cards, records, rejects, waiting and settled deliveries; for good, also when shops are read again' })
  @ApiAcceptedResponse({ standardSchema: erasureView })
  async erase(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: eraseBody }) body: EraseBody): Promise<ErasureView> {
    return await this.erasures.erase(caller, id, body, language);
  }
}
