import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AddressGuard } from '#libs/http/address-guard.js';
import { SecretStore } from '#libs/security/secret-store.js';
import { newSigningSecret } from '#libs/security/sign-alert.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { ADDRESS_GUARD } from '../tokens.js';
import type { SaveTarget, TargetView } from './alert.schemas.js';

type Row = { readonly url: string; readonly enabled: boolean; readonly createdAt: Date };

const place = (workspaceId: string): { ownerKind: string; ownerId: string; name: string } => ({ ownerKind: 'alert_target', ownerId: workspaceId, name: 'signing' });

/** Where the alerts of a workspace are sent. */
@Injectable()
export class AlertTargetService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(SecretStore) private readonly secrets: SecretStore,
    @Inject(ADDRESS_GUARD) private readonly guard: AddressGuard,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** The target; without one, the address is null. */
  async read(caller: Principal): Promise<TargetView> {
    const [row] = await this.dataSource.query<Row[]>(`select url, enabled, created_at as "createdAt" from alert_target where workspace_id = $1`, [caller.workspaceId]);
    return { url: row?.url ?? null, enabled: row?.enabled ?? false, createdAt: row?.createdAt.toISOString() ?? null, signingSecret: null };
  }

  /** The signing secret is made with the first address, and shown then. @throws Failure `address_not_allowed` */
  async save(caller: Principal, body: SaveTarget): Promise<TargetView> {
    await this.guard.checkUrl(body.url);
    const known = await this.secrets.get(place(caller.workspaceId));
    const secret = known === null || body.newSecret ? newSigningSecret() : null;
    await this.dataSource.transaction(async (manager) => {
      await manager.query(
        `insert into alert_target (workspace_id, url, enabled) values ($1, $2, $3) on conflict (workspace_id) do update set url = excluded.url, enabled = excluded.enabled`,
        [caller.workspaceId, body.url, body.enabled],
      );
      if (secret !== null) await this.secrets.put({ workspaceId: caller.workspaceId, ...place(caller.workspaceId), value: { secret } }, manager);
      await this.audit.record(manager, caller, { action: 'alert_target.save', objectId: caller.workspaceId, detail: { enabled: body.enabled, newSecret: secret !== null } });
    });
    return { ...(await this.read(caller)), signingSecret: secret };
  }

  async remove(caller: Principal): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`delete from alert_target where workspace_id = $1`, [caller.workspaceId]);
      await this.secrets.remove(place(caller.workspaceId), manager);
      await this.audit.record(manager, caller, { action: 'alert_target.remove', objectId: caller.workspaceId });
    });
  }
}
