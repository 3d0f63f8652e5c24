import { newId } from '#libs/domain/ids.js';
import { cardsOf } from '#libs/erasure/find-person.js';
import { removePerson, type ErasureEngine, type RemoveStep } from '#libs/erasure/remove-person.js';
import type { Receipt } from '#libs/erasure/receipt.js';
import { searchLeftovers } from '#libs/erasure/search-leftovers.js';
import { ERASURE_TUNING, type ErasureTuning } from '#libs/erasure/tuning.js';
import type { EngineHouse } from './engine.js';

/** The engine of erasures over a house. `tuning`: a test does not wait for ten minutes. */
export const erasureEngine = (house: EngineHouse, tuning: Partial<ErasureTuning> = {}, failpoint?: ErasureEngine['failpoint']): ErasureEngine => ({
  dataSource: house.dataSource, secrets: house.secrets, tuning: { ...ERASURE_TUNING, ...tuning }, ...(failpoint === undefined ? {} : { failpoint }),
});

/** The card an address leads to. */
export async function cardOf(house: EngineHouse, email: string): Promise<string> {
  const [row] = await house.dataSource.query<{ customer_id: string }[]>(`select customer_id from identity where type = 'email' and value = $1`, [email]);
  if (row === undefined) throw new Error(`nobody has ${email}`);
  return row.customer_id;
}

export async function askForErasure(house: EngineHouse, customerId: string, note?: string): Promise<string> {
  const id = newId();
  await house.dataSource.query(`insert into erasure (id, workspace_id, customer_id, cards, state, requested_by, receipt) values ($1, $2, $3, $5, 'queued', 'test', $4)`, [id, house.workspaceId, customerId, JSON.stringify(note === undefined ? {} : { note }), await cardsOf(house.dataSource, house.workspaceId, customerId)]);
  return id;
}

export const removeStep = (house: EngineHouse, id: string, tuning: Partial<ErasureTuning> = {}): Promise<RemoveStep> => removePerson(erasureEngine(house, tuning), id);

export async function receiptOf(house: EngineHouse, id: string): Promise<Receipt> {
  const [row] = await house.dataSource.query<{ receipt: Receipt }[]>(`select receipt from erasure where id = $1`, [id]);
  if (row === undefined) throw new Error('no such erasure');
  return row.receipt;
}

/** Both steps, as the flow takes them; gives the receipt. */
export async function eraseCard(house: EngineHouse, customerId: string): Promise<Receipt> {
  const id = await askForErasure(house, customerId);
  const step = await removeStep(house, id);
  if (step.status !== 'removed') throw new Error(`the erasure is ${step.status}`);
  await searchLeftovers(erasureEngine(house), id, () => undefined);
  return receiptOf(house, id);
}

/** Every row of every table as text, as a dump of the database holds it: "table: row". Bytes are shown as text too. */
export async function dumpRows(house: Pick<EngineHouse, 'dataSource'>): Promise<string[]> {
  const tables = await house.dataSource.query<{ name: string; bytes: string[] | null }[]>(
    `select c.relname as name, array_agg(a.attname::text) filter (where a.atttypid = 'bytea'::regtype) as bytes from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by c.oid, c.relname order by 1`,
  );
  const rows: string[] = [];
  for (const { name, bytes } of tables) {
    const more = (bytes ?? []).map((column) => ` || ' ' || coalesce(encode(t."${column}", 'escape'), '')`).join('');
    for (const { line } of await house.dataSource.query<{ line: string }[]>(`select t::text${more} as line from "${name}" t`)) rows.push(`${name}: ${line}`);
  }
  return rows;
}

/** Which of some canaries a dump holds, with the table: "canary in table". */
export const foundIn = (rows: readonly string[], canaries: readonly string[]): string[] => [
  ...new Set(rows.flatMap((row) => canaries.filter((canary) => row.toLowerCase().includes(canary.toLowerCase())).map((canary) => `${canary} in ${row.slice(0, row.indexOf(':'))}`))),
];
