import type { DeliveryFailpoint } from '#libs/delivery/engine.js';
import type { ErasureFailpoint } from '#libs/erasure/remove-person.js';
import type { Failpoint } from '#libs/sync/engine.js';

/**
 * Kills the process at the n-th passing of a named place, as a power cut would: no handler runs. Used by tests through
 * SZTAFETA_FAILPOINT; null where that is not set.
 */
export const failpointOf = (setting: string | null, kill?: () => void): ((name: Failpoint) => void) | null => killAt(setting, kill);

/** The same for places of deliveries. */
export const deliveryFailpointOf = (setting: string | null, kill?: () => void): ((name: DeliveryFailpoint) => void) | null => killAt(setting, kill);

/** The same for places of erasures. */
export const erasureFailpointOf = (setting: string | null, kill?: () => void): ((name: ErasureFailpoint) => void) | null => killAt(setting, kill);

function killAt(setting: string | null, kill: () => void = () => void process.kill(process.pid, 'SIGKILL')): ((name: string) => void) | null {
  if (setting === null || setting === '') return null;
  const [wanted, count] = setting.split(':');
  let left = Number(count ?? 1);
  return (name) => {
    if (name !== wanted) return;
    left -= 1;
    if (left === 0) kill();
  };
}
