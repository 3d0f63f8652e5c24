import type { EntityManager } from 'typeorm';
import type { FailureKind } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';

/** Why a part read under other settings is left; shown with its run. */
export const SETTINGS_CHANGED: { readonly kind: FailureKind; readonly code: 'settings_changed'; readonly text: Localized; readonly fix: Localized } = {
  kind: 'configuration_invalid',
  code: 'settings_changed',
  text: {
    pl: 'W trakcie czytania zmieniono ustawienia, które decydują o tym, co jest czytane.',
    en: 'Settings that decide what is read were changed while it was being read.',
  },
  fix: {
    pl: 'Pierwszą synchronizację lub ponowny odczyt (reread) uruchom jeszcze raz. Śledzenie zmian rusza samo.',
    en: 'Start the first synchronisation or the reread again. Following goes on by itself.',
  },
};

/**
 * The fence of every open part moves to the new settings, so that a page in hand, read under the old ones, is refused.
 * Reads by id go on with the new settings; so do all others when the change does not touch what is read.
 */
const FENCE_OUT = `update part set settings_version = $2 where integration_id = $1 and state = 'open'`;

/**
 * Ends what is read from end to end: of a list that is half read, the first half would stay as the old settings wanted it.
 * Positions of following stay in their lanes.
 */
const LEAVE = `
  with lost as (
    update part p set state = 'incomplete', outcome = $2::jsonb, updated_at = now()
    from run r where r.id = p.run_id and p.integration_id = $1 and p.state = 'open' and r.kind in ('initial', 'recurring', 'reread')
      and r.state in ('queued', 'running', 'paused', 'waiting')
    returning p.id
  ) delete from part_seen where part_id in (select id from lost)`;

/** Ids left out under the old settings may be wanted now: whoever names them asks again. Behind the parts: what they left out is here by then. */
const ASK_AGAIN = `delete from absent_record where integration_id = $1`;

/** To be called in the transaction that stores new settings, after the integration's row was locked. */
export async function fenceOpenParts(manager: EntityManager, integrationId: string, settingsVersion: number, readsOtherwise: boolean): Promise<void> {
  if (readsOtherwise) await manager.query(LEAVE, [integrationId, JSON.stringify(SETTINGS_CHANGED)]);
  await manager.query(FENCE_OUT, [integrationId, settingsVersion]);
  if (readsOtherwise) await manager.query(ASK_AGAIN, [integrationId]);
}
