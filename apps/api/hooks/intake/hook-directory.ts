import type { DataSource } from 'typeorm';
import type { IntegrationState } from '#libs/domain/integration-state.js';
import { hookTokenHash, isHookToken } from '#libs/security/hook-token.js';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import { TokenDirectory, type TokenDirectoryOptions } from '../../addresses/token-directory.js';
import { askQuickly } from '../../addresses/ask-quickly.js';

/** The integration an address belongs to. */
export type HookTarget = FlowOwner & { readonly state: IntegrationState; readonly deleted: boolean };

const FIND = `
  select h.workspace_id as "workspaceId", h.integration_id as "integrationId", i.platform, i.code, i.state, i.deleted_at is not null as deleted
  from hook h join integration i on i.id = h.integration_id where h.token_hash = $1`;

/** The integration whose address has a token of this hash. @throws whatever the database throws, also when it hangs */
export async function findTarget(dataSource: DataSource, hash: Buffer): Promise<HookTarget | null> {
  const [target] = await askQuickly<HookTarget>(dataSource, { text: FIND }, [hash]);
  return target ?? null;
}

/** Finds integrations by the tokens of their addresses, and remembers them for seconds. */
export class HookDirectory extends TokenDirectory<HookTarget> {
  constructor(ask: (hash: Buffer) => Promise<HookTarget | null>, options: Omit<TokenDirectoryOptions, 'isToken' | 'hashOf'>) {
    super(ask, { ...options, isToken: isHookToken, hashOf: hookTokenHash });
  }
}
