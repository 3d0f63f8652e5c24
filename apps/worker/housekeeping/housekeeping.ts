import type { DataSource } from 'typeorm';
import type { SendContext } from './alerts/send-alerts.js';
import { sendAlerts } from './alerts/send-alerts.js';
import { keepAlerts } from './alerts/keep-alerts.js';
import { Holder } from './holder.js';
import type { ReconcileContext } from './reconcile/context.js';
import { reconcile } from './reconcile/reconcile.js';
import type { Rounds } from './rounds.js';
import { startRounds } from './rounds.js';

export type HousekeepingOptions = {
  readonly dataSource: DataSource;
  readonly reconcile: ReconcileContext;
  readonly send: SendContext;
  readonly reconcileMs: number;
  readonly alertsMs: number;
};

export type Housekeeping = { readonly reconciling: Rounds; readonly alerting: Rounds; stop(): Promise<void> };

/** The jobs of the one worker that holds the lock; every worker tries to be that one. */
export function startHousekeeping(options: HousekeepingOptions): Housekeeping {
  const holder = new Holder(options.dataSource);
  let looking: Promise<boolean> | null = null;
  // Both jobs share one session: two at once must not take the lock twice.
  const holds = (): Promise<boolean> => (looking ??= holder.holds().finally(() => (looking = null)));

  const reconciling = startRounds('reconcile', options.reconcileMs, options.reconcile.logger, async () => {
    if (await holds()) await reconcile(options.reconcile);
  });
  const alerting = startRounds('alerts', options.alertsMs, options.reconcile.logger, async () => {
    if (!(await holds())) return;
    await keepAlerts(options.dataSource);
    await sendAlerts(options.send);
  });
  return {
    reconciling,
    alerting,
    stop: async () => {
      await Promise.all([reconciling.stop(), alerting.stop()]);
      await holder.release();
    },
  };
}
