import { z } from 'zod';
import { DELIVERY_TUNING, type DeliveryTuning } from '#libs/delivery/engine.js';
import type { EngineTuning } from '#libs/sync/engine.js';
import { DEFAULT_TUNING } from '#libs/sync/engine.js';

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== ''));

const ms = z.number().int().positive();
const days = z.coerce.number().positive();

/** Waits a test shortens; production sets none of them. */
const tuning = z.strictObject({
  retryMs: ms.optional(),
  unavailableMs: ms.optional(),
  giveUpAfterMs: ms.optional(),
  stepMs: ms.optional(),
  watchMs: ms.optional(),
  maxWaitMs: ms.optional(),
  defaultBlockMs: ms.optional(),
  settleMs: ms.optional(),
  silentJournalMs: ms.optional(),
  /** The same for deliveries. */
  delivery: z.strictObject({ stepMs: ms.optional(), leaseMs: ms.optional(), paceMs: ms.optional(), jobMs: ms.optional(), retryMs: ms.optional(), productsMs: ms.optional(), quietMs: ms.optional() }).default({}),
  /** Time between two rounds of the reconciler. */
  reconcileMs: ms.default(30_000),
  /** Time between two looks for causes of alerts. */
  alertsMs: ms.default(30_000),
  /** Interval of recurring syncs, instead of each platform's own. */
  intervalMs: ms.optional(),
});

const json = z
  .string()
  .default('{}')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(tuning);

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  WORKER_PORT: z.coerce.number().int().min(0).max(65_535).default(3_001),
  HOST: z.string().default('0.0.0.0'),
  SZTAFETA_MASTER_KEY: z.string().optional(),
  SZTAFETA_MASTER_KEY_FILE: z.string().default('.data/master.key'),
  SZTAFETA_ALLOW_ADDRESSES: list,
  SZTAFETA_TUNING: json,
  SZTAFETA_RETENTION_INBOX_DAYS: days.default(14),
  SZTAFETA_RETENTION_ORIGINALS_DAYS: days.default(30),
  SZTAFETA_RETENTION_RUNS_DAYS: days.default(365),
  SZTAFETA_RETENTION_OUTBOX_DAYS: days.default(30),
  SZTAFETA_FAILPOINT: z.string().optional(),
});

/** After how many days settled rows may go; a workspace may set its own in its settings under `retention`. */
export type RetentionDays = { readonly inbox: number; readonly originals: number; readonly runs: number; readonly outbox: number };

export type WorkerSettings = {
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly masterKeyFile: string;
  readonly allowAddresses: readonly string[];
  readonly engine: EngineTuning;
  readonly delivery: DeliveryTuning;
  readonly reconcileMs: number;
  readonly alertsMs: number;
  readonly intervalMs: number | null;
  readonly retention: RetentionDays;
  /** `name` or `name:n`: the process kills itself at the n-th passing of that place. Tests only. */
  readonly failpoint: string | null;
};

function merged(over: z.infer<typeof tuning>): EngineTuning {
  const known = Object.keys(DEFAULT_TUNING) as (keyof EngineTuning)[];
  return Object.fromEntries(known.map((name) => [name, over[name] ?? DEFAULT_TUNING[name]])) as EngineTuning;
}

/** @throws Error with one sentence that names every variable that is missing or wrong; values are not repeated. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): WorkerSettings {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`The environment is not complete: ${wrong}`);
  }
  const values = parsed.data;
  return {
    databaseUrl: values.DATABASE_URL,
    temporal: { address: values.TEMPORAL_ADDRESS, namespace: values.TEMPORAL_NAMESPACE },
    host: values.HOST,
    port: values.WORKER_PORT,
    env,
    masterKeyFile: values.SZTAFETA_MASTER_KEY_FILE,
    allowAddresses: values.SZTAFETA_ALLOW_ADDRESSES,
    engine: merged(values.SZTAFETA_TUNING),
    delivery: { ...DELIVERY_TUNING, ...(Object.fromEntries(Object.entries(values.SZTAFETA_TUNING.delivery).filter(([, value]) => value !== undefined)) as Partial<DeliveryTuning>) },
    reconcileMs: values.SZTAFETA_TUNING.reconcileMs,
    alertsMs: values.SZTAFETA_TUNING.alertsMs,
    intervalMs: values.SZTAFETA_TUNING.intervalMs ?? null,
    retention: { inbox: values.SZTAFETA_RETENTION_INBOX_DAYS, originals: values.SZTAFETA_RETENTION_ORIGINALS_DAYS, runs: values.SZTAFETA_RETENTION_RUNS_DAYS, outbox: values.SZTAFETA_RETENTION_OUTBOX_DAYS },
    failpoint: values.SZTAFETA_FAILPOINT ?? null,
  };
}
