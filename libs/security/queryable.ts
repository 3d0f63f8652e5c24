/** What the functions here need of the database: a data source, an entity manager or a query runner. */
export interface Queryable {
  query<T = unknown>(sql: string, parameters?: unknown[]): Promise<T>;
}
