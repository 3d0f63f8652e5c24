import type { DataSource } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import { openDesk, type Desk } from '../desk.js';
import { listProposals, type Proposal } from '../proposals.js';
import { DeskRefusal, type RefusalCode } from '../refusal.js';

type Place = { readonly dataSource: DataSource; readonly workspaceId: string };

/** One decision in a transaction of its own. */
export async function decide<T>(house: Place, work: (desk: Desk) => Promise<T>, workspaceId = house.workspaceId): Promise<T> {
  return await house.dataSource.transaction(async (manager) => await work(await openDesk(manager, workspaceId, 'test')));
}

/** Why it is not done. */
export async function refusal(work: Promise<unknown>): Promise<{ readonly code: RefusalCode; readonly detail: JsonObject }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof DeskRefusal) return { code: error.code, detail: error.detail };
    throw error;
  }
  throw new Error('it was done');
}

/** Proposals without ids: the records of both cards and what they share. */
export async function proposalsByName({ dataSource, workspaceId }: Place): Promise<string[]> {
  const named = async (card: string): Promise<string> =>
    (await dataSource.query<{ text: string }[]>(`select string_agg(i.code || '/' || r.kind || '/' || r.external_id, ' ' order by i.code, r.kind, r.external_id) as text from source_record r join integration i on i.id = r.integration_id where r.customer_id = $1`, [card]))[0]?.text ?? '';
  const lines: string[] = [];
  for (const proposal of await listProposals(dataSource, workspaceId, null, 1_000)) lines.push(`${[await named(proposal.lower), await named(proposal.higher)].sort().join(' ~ ')} by ${reasonsOf(proposal)}`);
  return lines.sort();
}

const reasonsOf = (proposal: Proposal): string => proposal.reasons.map((reason) => `${reason.type}:${reason.value}`).join(', ');
