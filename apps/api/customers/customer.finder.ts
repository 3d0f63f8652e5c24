import type { DataSource, EntityManager } from 'typeorm';
import { isId } from '#libs/domain/ids.js';
import { notFound } from '../http/problems.js';

/** The head of a card. */
export type Customer = { readonly id: string; readonly name: string; readonly email: string | null; readonly company: string | null; readonly createdAt: Date; readonly updatedAt: Date };

/** A card that was joined into another leads there, however long the way: ids that people have noted go on working. */
const FIND = `
  with recursive way as (
    select c.id, c.merged_into, 1 as steps from customer c where c.id = $1 and c.workspace_id = $2
    union all
    select c.id, c.merged_into, w.steps + 1 from way w join customer c on c.id = w.merged_into and c.workspace_id = $2 where w.steps < 100
  )
  select c.id, c.display_name as name, c.email, c.company, c.created_at as "createdAt", c.updated_at as "updatedAt"
  from way w join customer c on c.id = w.id where w.merged_into is null`;

/** The card an id stands for now. @throws ApiProblem 404 for an unknown or foreign id */
export async function findCustomer(dataSource: Pick<DataSource | EntityManager, 'query'>, workspaceId: string, id: string): Promise<Customer> {
  const [found] = isId(id) ? await dataSource.query<Customer[]>(FIND, [id, workspaceId]) : [];
  if (found === undefined) throw notFound();
  return found;
}
