import type { JsonObject, Localized } from '#libs/domain/words.js';

/** One right or precondition. `unknown`: the platform gives no way to find out, the text says so. */
export type Tick = {
  /** Stable machine word: `orders`, `webservice_enabled`. */
  readonly code: string;
  readonly state: 'ok' | 'missing' | 'unknown';
  readonly required: boolean;
  readonly label: Localized;
  /** How to mend it; present whenever the state is not `ok`. */
  readonly fix?: Localized;
};

/** The tick list shown after `authenticate`. Refused credentials are a Failure, not a report. */
export type CheckReport = {
  readonly ticks: readonly Tick[];
  /** What was learned about the account: version, shop name, zone, clock skew in ms. No secrets, no personal data. */
  readonly facts: JsonObject;
};

/** Required ticks that are not ok. */
export function missingTicks(report: CheckReport): readonly Tick[] {
  return report.ticks.filter((tick) => tick.required && tick.state === 'missing');
}
