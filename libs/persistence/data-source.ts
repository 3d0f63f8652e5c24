import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations.js';

export type DataSourceSettings = {
  /** postgres:// address. */
  readonly url: string;
  /** Most connections at once; default 10. */
  readonly poolSize?: number;
  /** Sessions that write pages: pipelined, without the planner's choices that cost orders of magnitude on fresh tables. */
  readonly ingest?: boolean;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** Give up on a new connection after this many ms; default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Give up on a statement after this many ms, also when the server is silent; default: never. */
  readonly queryTimeoutMs?: number;
};

/** A frozen writer must not hold its locks: the idle limit frees them for whoever has taken over. */
const INGEST_SESSION = { pipeline: true, options: '-c jit=off -c enable_seqscan=off -c idle_in_transaction_session_timeout=5000' };

/** The data source with all entities and migrations, not initialised. The schema is made by migrations alone, never synchronised. */
export function createDataSource(settings: DataSourceSettings): DataSource {
  return new DataSource({
    type: 'postgres',
    url: settings.url,
    entities: [...ENTITIES],
    migrations: [...MIGRATIONS],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    logging: false,
    // The migrations own their extensions and make every id themselves.
    installExtensions: false,
    poolSize: settings.poolSize ?? 10,
    connectTimeoutMS: settings.connectTimeoutMs ?? 5_000,
    applicationName: settings.applicationName ?? 'sztafeta',
    extra: {
      ...(settings.ingest === true ? INGEST_SESSION : {}),
      ...(settings.queryTimeoutMs === undefined ? {} : { query_timeout: settings.queryTimeoutMs }),
    },
  });
}
