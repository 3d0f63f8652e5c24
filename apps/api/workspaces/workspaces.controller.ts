import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { pageQuery, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { createdWorkspaceView, createWorkspaceBody, workspaceView, type CreatedWorkspace, type CreateWorkspace, type WorkspaceView } from './workspace.schemas.js';
import { WorkspacesService } from './workspaces.service.js';

@ApiTags('workspaces')
@Controller('workspaces')
export class WorkspacesController {
  constructor(@Inject(WorkspacesService) private readonly workspaces: WorkspacesService) {}

  @Get()
  @Requires('workspaces.read')
  @ApiOperation({ summary: 'Workspaces the caller may see' })
  @ApiOkResponse({ standardSchema: pageOf(workspaceView) })
  async list(@Caller() caller: Principal, @Query({ schema: pageQuery }) page: PageQuery): Promise<ListPage<WorkspaceView>> {
    return await this.workspaces.list(caller, page);
  }

  @Post()
  @Requires('workspaces.manage')
  @Idempotent(['adminKey'])
  @ApiOperation({ summary: 'A new workspace with its first admin key; admins of the first workspace only' })
  @ApiCreatedResponse({ standardSchema: createdWorkspaceView })
  async create(@Caller() caller: Principal, @Body({ schema: createWorkspaceBody }) body: CreateWorkspace): Promise<CreatedWorkspace> {
    return await this.workspaces.create(caller, body.name);
  }

  @Get(':id')
  @Requires('workspaces.read')
  @ApiOperation({ summary: 'One workspace' })
  @ApiOkResponse({ standardSchema: workspaceView })
  async read(@Caller() caller: Principal, @Param('id') id: string): Promise<WorkspaceView> {
    return await this.workspaces.read(caller, id);
  }
}
