import type { SharedPerson } from '../demo-person.js';
import type { Rest } from '../rest.js';
import type { Sandbox } from '../sandbox-process.js';

/** A simulated SALESmanago account; `key` is its API secret. */
export type SalesmanagoAccount = Sandbox & { readonly clientId: string; readonly owner: string; readonly v3Key: string };

/** Both ends of the relay, and the person it is shown with. */
export type Stage = {
  readonly rest: Rest;
  readonly log: (line: string) => void;
  readonly integration: { readonly id: string; readonly name: string };
  readonly panel: Sandbox;
  readonly account: SalesmanagoAccount;
  readonly person: SharedPerson;
};

export type RouteLedger = { readonly considered: number; readonly queued: number; readonly collapsed: number; readonly alreadySent: number; readonly excluded: number; readonly reasons: readonly Reason[]; readonly addsUp: boolean };
export type DeliveryLedger = { readonly queued: number; readonly delivered: number; readonly failed: number; readonly unknown: number; readonly pending: number; readonly cancelled: number; readonly addsUp: boolean };
export type Reason = { readonly reason: string; readonly count: number; readonly text: string };

/** The parts of API answers the demo reads. */
export type Route = {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly ledger: RouteLedger;
  readonly deliveries: DeliveryLedger;
  readonly waits: { readonly changes: number; readonly deliveries: number };
  readonly waiting: readonly { readonly message: string }[];
  readonly warnings: readonly { readonly message: string; readonly fix: string }[];
};

export type Destination = {
  readonly id: string;
  readonly name: string;
  readonly ledger: DeliveryLedger;
  readonly pace: { readonly contactsPerMinute: number; readonly explanation: string } | null;
  readonly backlog: { readonly secondsLeft: number | null };
};

export type Contact = {
  readonly name: string | null;
  readonly externalId: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly optedOut: boolean;
  readonly tags: readonly string[];
  readonly events: readonly { readonly type: string; readonly value: number | null; readonly texts: Readonly<Record<string, string>> }[];
};
