import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { pageQuery, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { createdKeyView, createKeyBody, keyView, type CreatedKey, type CreateKey, type KeyView } from './api-key.schemas.js';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('api keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(@Inject(ApiKeysService) private readonly keys: ApiKeysService) {}

  @Get()
  @Requires('api-keys.read')
  @ApiOperation({ summary: 'Keys of this workspace, without their secrets' })
  @ApiOkResponse({ standardSchema: pageOf(keyView) })
  async list(@Caller() caller: Principal, @Query({ schema: pageQuery }) page: PageQuery): Promise<ListPage<KeyView>> {
    return await this.keys.list(caller, page);
  }

  @Post()
  @Requires('api-keys.manage')
  @Idempotent(['secret'])
  @ApiOperation({ summary: 'A new key; its secret is shown in this answer only' })
  @ApiCreatedResponse({ standardSchema: createdKeyView })
  async create(@Caller() caller: Principal, @Body({ schema: createKeyBody }) body: CreateKey): Promise<CreatedKey> {
    return await this.keys.create(caller, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('api-keys.manage')
  @ApiOperation({ summary: 'Revokes a key at once' })
  @ApiNoContentResponse()
  async revoke(@Caller() caller: Principal, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(caller, id);
  }
}
