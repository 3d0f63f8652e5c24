import type { DataSource } from 'typeorm';
import type { IntegrationState } from '#libs/domain/integration-state.js';
import { hookTokenHash, isHookToken } from '#libs/security/hook-token.js';
import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import { askQuickly } from './ask-quickly.js';

/** The integration an address belongs to. */
export type HookTarget = FlowOwner & { readonly state: IntegrationState; readonly deleted: boolean };

export type HookDirectoryOptions = {
  /** How long an answer is good, ms: a stop or a new token made by another process is noticed after this time. */
  readonly freshMs: number;
  /** Most answers kept: whoever tries tokens must not fill the memory. */
  readonly most: number;
  readonly nowMs: () => number;
};

type Entry = { readonly until: number; readonly found: Promise<HookTarget | null> };

const FIND = `
  select h.workspace_id as "workspaceId", h.integration_id as "integrationId", i.platform, i.code, i.state, i.deleted_at is not null as deleted
  from hook h join integration i on i.id = h.integration_id where h.token_hash = $1`;

/** The integration whose address has a token of this hash. @throws whatever the database throws, also when it hangs */
export async function findTarget(dataSource: DataSource, hash: Buffer): Promise<HookTarget | null> {
  const [target] = await askQuickly<HookTarget>(dataSource, { text: FIND }, [hash]);
  return target ?? null;
}

/** Finds integrations by the tokens of their addresses, and remembers them for seconds. */
export class HookDirectory {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly ask: (hash: Buffer) => Promise<HookTarget | null>,
    private readonly options: HookDirectoryOptions,
  ) {}

  /** Null for a token nobody has. @throws whatever the database throws */
  async find(token: string): Promise<HookTarget | null> {
    if (!isHookToken(token)) return null;
    const hash = hookTokenHash(token);
    // The token itself is not kept, so that it is in no dump of the memory either.
    const key = hash.toString('base64');
    const known = this.entries.get(key);
    if (known !== undefined && known.until > this.options.nowMs()) return await known.found;
    const found = this.ask(hash);
    const entry: Entry = { until: this.options.nowMs() + this.options.freshMs, found };
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.options.most) break;
      this.entries.delete(oldest);
    }
    try {
      return await found;
    } catch (error) {
      if (this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    }
  }

  /** Something has changed: nothing that was remembered before this moment is believed. */
  forget(): void {
    this.entries.clear();
  }
}
