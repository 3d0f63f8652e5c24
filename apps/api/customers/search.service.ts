import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '../auth/principal.js';
import { decodeCursor, ID_PATTERN, toPage, type ListPage } from '../http/page.js';
import { allegroRulesOf } from './allegro-on-card.js';
import type { CustomerQuery, FoundCustomer } from './customer.schemas.js';
import { anyOf, eachOf, type Match } from './search-terms.js';

type Row = { readonly id: string; readonly name: string; readonly email: string | null; readonly company: string | null; readonly matchedBy: string[] };

/** Numbers its values while a statement is put together. */
class Values {
  readonly list: unknown[] = [];

  add(value: unknown): string {
    this.list.push(value);
    return `$${String(this.list.length)}`;
  }
}

const selectOf = (match: Match, values: Values): string => `select x.id, '${match.by}' as by from (${match.sql((value) => values.add(value))}) x(id)`;

/** Finds cards; every way of searching has an index of its own. */
@Injectable()
export class SearchService {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Newest cards first; all of them when nothing is searched for. Several explicit filters narrow each other down. */
  async find(caller: Principal, query: CustomerQuery): Promise<ListPage<FoundCustomer>> {
    const before = decodeCursor(query.cursor, [ID_PATTERN])?.[0] ?? null;
    const values = new Values();
    const workspace = values.add(caller.workspaceId);
    const from = values.add(before);
    const { domains } = await allegroRulesOf(this.dataSource, caller.workspaceId);
    const groups = [...eachOf(query, domains), ...(query.q === undefined ? [] : [anyOf(query.q, domains)])];
    const found = groups.map((matches, n) => `g${String(n)} as materialized (${matches.map((match) => selectOf(match, values)).join(' union all ') || 'select null::uuid as id, null as by where false'})`);
    const joins = groups.map((_, n) => `join (select id, array_agg(distinct by) as by from g${String(n)} group by id) m${String(n)} on m${String(n)}.id = c.id`);
    const matched = groups.length === 0 ? `array[]::text[]` : groups.map((_, n) => `m${String(n)}.by`).join(' || ');
    const rows = await this.dataSource.query<Row[]>(
      `${found.length === 0 ? '' : `with ${found.join(', ')}`}
       select c.id, c.display_name as name, c.email, c.company, ${matched} as "matchedBy" from customer c ${joins.join(' ')}
       where c.workspace_id = ${workspace} and c.merged_into is null and (${from}::uuid is null or c.id < ${from}::uuid) order by c.id desc limit ${values.add(query.limit + 1)}`,
      values.list,
    );
    return toPage(rows, query.limit, (row) => [row.id], (row) => row);
  }
}
