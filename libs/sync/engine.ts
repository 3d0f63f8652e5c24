import type { DataSource } from 'typeorm';
import type { RequestBudget } from '#libs/domain/budget.js';
import type { FailureKind } from '#libs/domain/failure.js';
import type { LedgerCounts } from '#libs/domain/ledger.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { AddressGuard } from '#libs/http/address-guard.js';
import type { SecretStore } from '#libs/security/secret-store.js';
import type { Tuning } from '#workflows/activities.js';

/** What the engine says while it works; ids and counts only. */
export type EngineLogger = { info(fields: object, message: string): void; warn(fields: object, message: string): void };

/** What the engine tells a meter; never an id of a person. */
export type EngineObserver = {
  /** A batch was committed; counts are what this batch added. */
  pagesWritten(input: { readonly platform: string; readonly stream: string; readonly seconds: number; readonly added: LedgerCounts }): void;
  /** An outside account answered. `account` is its hash. */
  exchanged(input: { readonly platform: string; readonly account: string; readonly status: number; readonly seconds: number }): void;
  runEnded(input: { readonly platform: string; readonly kind: string; readonly state: string }): void;
  failed(kind: FailureKind): void;
};

/** Everything the sync engine needs from outside. One a process and task queue: the pool belongs to the queue. */
export type Engine = {
  /** Made with `ingest: true`. */
  readonly dataSource: DataSource;
  readonly secrets: SecretStore;
  readonly budget: RequestBudget;
  readonly guard: AddressGuard;
  readonly connectors: (platform: string) => ConnectorDefinition;
  readonly logger: EngineLogger;
  readonly tuning: EngineTuning;
  /** The database clock, ms since 1970. */
  readonly nowMs: () => number;
  readonly observer?: EngineObserver;
  /** Records of an integration were written: whoever delivers them may look. Best effort; the reconciler looks anyway. */
  readonly onWritten?: (integrationId: string) => void;
  /** Named places where a test may stop the process; does nothing in production. */
  readonly failpoint?: (name: Failpoint) => void;
};

/** Places at which a test kills the process. */
export type Failpoint = 'page-fetched' | 'page-committed' | 'part-done' | 'run-planned' | 'run-finishing' | 'journal-read' | 'journal-committed';

export type EngineTuning = Tuning & {
  /** How long one step of a part asks for new pages, ms. */
  readonly stepMs: number;
  /** How often a step looks at what a person wants, ms. */
  readonly watchMs: number;
  /** Longest wait inside a step, ms; longer ones go back to the workflow. */
  readonly maxWaitMs: number;
  /** First block of an account that refuses without naming a wait, ms. */
  readonly defaultBlockMs: number;
  /** How long a newly born record is left alone, because its journal may still tell from which other one, ms. */
  readonly settleMs: number;
  /** Time between two scans while a journal tells nothing, ms. */
  readonly silentJournalMs: number;
};

export const DEFAULT_TUNING: EngineTuning = {
  retryMs: 1_000,
  unavailableMs: 5 * 60_000,
  giveUpAfterMs: 24 * 3_600_000,
  stepMs: 20_000,
  watchMs: 1_000,
  maxWaitMs: 5_000,
  defaultBlockMs: 30_000,
  settleMs: 10_000,
  silentJournalMs: 30 * 60_000,
};
