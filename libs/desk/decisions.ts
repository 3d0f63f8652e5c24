import type { DecisionDetail, DecisionKind } from './decision.js';
import type { Asking } from './proposals.js';

export type DecisionRow = {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly actor: string;
  /** Of the API key, as long as it is kept. */
  readonly actorName: string | null;
  readonly note: string | null;
  readonly detail: DecisionDetail;
  readonly createdAt: Date;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
};

const ROW = `d.id, d.kind, d.actor, k.name as "actorName", d.note, d.detail, d.created_at as "createdAt", d.undone_at as "undoneAt", d.undone_by as "undoneBy"`;
const NAMED = `left join api_key k on k.workspace_id = d.workspace_id and 'key:' || k.id = d.actor`;
const LIST = `select ${ROW} from decision d ${NAMED} where d.workspace_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3`;

/** Decisions that name the card, and those whose keys are on it now under whatever id. */
const OF_CARD = `
  with keys as (select type || ':' || value as key from identity where customer_id = $4 and workspace_id = $1),
  named as (
    select d.id from decision d where d.workspace_id = $1 and d.detail->'cards' ? $4::uuid::text
    union select l.decision_id from keys k join card_link l on l.workspace_id = $1 and l.cut_by is null and l.left_key = k.key
    union select l.decision_id from keys k join card_link l on l.workspace_id = $1 and l.cut_by is null and l.right_key = k.key
    union select p.decision_id from keys k join refused_pair p on p.workspace_id = $1 and p.left_key = k.key
    union select p.decision_id from keys k join refused_pair p on p.workspace_id = $1 and p.right_key = k.key
  )
  select ${ROW} from named n join decision d on d.id = n.id ${NAMED} where ($2::uuid is null or d.id < $2) order by d.id desc limit $3`;

/** What people decided about cards, newest first; undone ones too. */
export async function listDecisions(db: Asking, workspaceId: string, { before, limit, customerId }: { readonly before: string | null; readonly limit: number; readonly customerId: string | null }): Promise<DecisionRow[]> {
  return await db.query<DecisionRow[]>(customerId === null ? LIST : OF_CARD, [workspaceId, before, limit, ...(customerId === null ? [] : [customerId])]);
}
