import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * The metrics of a process. Labels come from closed lists or are hashes: never an address, a name or an id of a person,
 * and never a value an outsider chooses (each new one would be a time series of its own).
 */
export type Metrics = {
  readonly registry: Registry;
  /** Runs that ended, by platform, kind and state. */
  readonly runsEnded: Counter<'platform' | 'kind' | 'state'>;
  /** Runs not ended, by state; set from the database when scraped. */
  readonly runsUnfinished: Gauge<'state'>;
  /** Records read, by platform, stream and outcome (written, unchanged, excluded, rejected). */
  readonly records: Counter<'platform' | 'stream' | 'outcome'>;
  /** Seconds to write a page, by stream. */
  readonly pageSeconds: Histogram<'stream'>;
  /** Answers of outside accounts, by account hash and status. */
  readonly requests: Counter<'account' | 'status'>;
  /** Seconds of outside requests, sending to last byte, by platform. */
  readonly requestSeconds: Histogram<'platform'>;
  /** Seconds waited for the request budget, by priority. */
  readonly budgetWaitSeconds: Histogram<'priority'>;
  /** Blocks told by platforms, by account hash. */
  readonly accountBlocks: Counter<'account'>;
  /** Rows waiting, by queue (inbox, rejects, alerts, deliveries, route_changes); set when scraped. */
  readonly queueSize: Gauge<'queue'>;
  /** Age of the oldest waiting row in seconds, by queue; set when scraped. */
  readonly queueAgeSeconds: Gauge<'queue'>;
  /** Failures, by kind. */
  readonly failures: Counter<'kind'>;
  /** Own API requests, by route pattern, method and status. */
  readonly apiSeconds: Histogram<'route' | 'method' | 'status'>;
};

const FAST = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const SLOW = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A registry of its own with all metrics; a process has one, tests make as many as they like. */
export function createMetrics(options: { readonly processMetrics?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.processMetrics !== false) collectDefaultMetrics({ register: registry, prefix: 'sztafeta_' });
  const registers = [registry];
  return {
    registry,
    runsEnded: new Counter({ name: 'sztafeta_runs_ended_total', help: 'Runs that ended', labelNames: ['platform', 'kind', 'state'], registers }),
    runsUnfinished: new Gauge({ name: 'sztafeta_runs_unfinished', help: 'Runs that have not ended', labelNames: ['state'], registers }),
    records: new Counter({ name: 'sztafeta_records_total', help: 'Records read', labelNames: ['platform', 'stream', 'outcome'], registers }),
    pageSeconds: new Histogram({ name: 'sztafeta_page_write_seconds', help: 'Time to write a page', labelNames: ['stream'], buckets: FAST, registers }),
    requests: new Counter({ name: 'sztafeta_requests_total', help: 'Answers of outside accounts', labelNames: ['account', 'status'], registers }),
    requestSeconds: new Histogram({ name: 'sztafeta_request_seconds', help: 'Time of outside requests', labelNames: ['platform'], buckets: SLOW, registers }),
    budgetWaitSeconds: new Histogram({ name: 'sztafeta_budget_wait_seconds', help: 'Wait for the request budget', labelNames: ['priority'], buckets: SLOW, registers }),
    accountBlocks: new Counter({ name: 'sztafeta_account_blocks_total', help: 'Blocks told by platforms', labelNames: ['account'], registers }),
    queueSize: new Gauge({ name: 'sztafeta_queue_size', help: 'Rows waiting', labelNames: ['queue'], registers }),
    queueAgeSeconds: new Gauge({ name: 'sztafeta_queue_age_seconds', help: 'Age of the oldest waiting row', labelNames: ['queue'], registers }),
    failures: new Counter({ name: 'sztafeta_failures_total', help: 'Failures', labelNames: ['kind'], registers }),
    apiSeconds: new Histogram({ name: 'sztafeta_api_request_seconds', help: 'Own API requests', labelNames: ['route', 'method', 'status'], buckets: SLOW, registers }),
  };
}
