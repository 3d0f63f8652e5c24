import type { Engine } from './engine.js';
import type { PartRow } from './rows.js';

const DROP = `with ended as (
    update part set state = 'done', seq = seq + 1, updated_at = now() where id = $1 and seq = $2 and state = 'open' returning id
  ) update inbox set applied_at = now() from ended where inbox.part_id = ended.id and inbox.applied_at is null`;

/** Ends a batch of a stream that settings saved meanwhile do not want read any more: asking again later would never end. */
export async function dropUnread(engine: Engine, part: PartRow): Promise<void> {
  await engine.dataSource.query(DROP, [part.id, part.seq]);
}
