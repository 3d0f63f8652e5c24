import { buildContact } from '#libs/domain/relay/contact.js';
import { newEmailAllowed } from '#libs/domain/relay/new-email.js';
import { decideOptIn, decideOptOut } from '#libs/domain/relay/opt-decision.js';
import { personIsOld } from '#libs/domain/relay/age.js';
import type { ContactWrite, OptWish, WriteNote } from '#libs/domain/relay/writes.js';
import type { RemoteContact } from '#libs/destinations/sdk/destination.js';
import { consentKey, type ConsentChannelName } from '../consider/effects.js';
import { hashOf } from '../people/building.js';
import { addressVerdict, type Judging } from '../people/judge-person.js';
import type { Loaded } from '../people/load-people.js';
import type { PersonRow, Unit } from './due-people.js';
import type { Knowledge } from './remote-knowledge.js';

/** What a unit is decided from. */
export type UnitInput = {
  readonly judging: Judging;
  readonly unit: Unit;
  readonly loaded: Loaded | null;
  readonly remote: RemoteContact | null;
  readonly knowledge: Knowledge;
  /** The contact a customer is known by there, if its address has changed, and whether another record still carries that address. */
  readonly former: { readonly remote: RemoteContact | null; readonly deliveredFromThisRecord: boolean; readonly othersCarryIt: boolean; readonly address: string; readonly knowledge: Knowledge } | null;
};

/** One write, and the rows it settles; rows in `cancel` are not sent, with the reason. */
export type UnitPlan = {
  readonly unit: Unit;
  readonly write: ContactWrite | null;
  readonly rows: readonly PersonRow[];
  readonly hash: Buffer;
  readonly silent: boolean;
  readonly creates: boolean;
  readonly notes: readonly WriteNote[];
  readonly cancel: readonly { readonly row: PersonRow; readonly reason: string }[];
  /** Nothing can be decided now: the contact has arrived a moment ago and is not shown yet. */
  readonly later: boolean;
};

/** A contact that arrived a moment ago may not be shown by reads yet; one that is missing for longer was removed. */
const SETTLING_MS = 5 * 60_000;

export function isFresh(remote: RemoteContact | null, knowledge: Knowledge, nowMs: number): boolean {
  return remote === null && knowledge.deliveredMs !== null && nowMs - knowledge.deliveredMs < SETTLING_MS;
}

const CHANNELS = { email: 'optedOut', sms: 'optedOutPhone' } as const;
const channelOf = (row: PersonRow): ConsentChannelName => (row.key === consentKey('email') ? 'email' : 'sms');

type Place = Pick<UnitInput, 'remote' | 'knowledge'>;

/** In, out, or why not. A consent is decided by what the destination shows at this moment. */
function decideAt({ remote, knowledge }: Place, row: PersonRow): string {
  const channel = channelOf(row);
  const wish = row.wish?.opt;
  const input = {
    consent: { state: wish === 'in' ? 'granted' as const : 'refused' as const, changedMs: row.wish?.changedMs ?? null },
    remote: remote === null ? null : { optedOut: remote[CHANNELS[channel]], deleted: remote.deleted },
    mapping: knowledge.opt[channel],
  };
  const decision = wish === 'in' ? decideOptIn(input) : decideOptOut(input);
  return decision === 'none' ? 'already_sent' : decision;
}

/** A new address is the same person: whoever has left under the old one is not brought back by the old consent, renamed or not. */
function decideOpt(row: PersonRow, input: UnitInput, isRenamed: boolean): string {
  const { former } = input;
  if (former === null) return decideAt(input, row);
  const before = decideAt(former, row);
  if (isRenamed || (row.wish?.opt === 'in' && before !== 'in' && before !== 'already_sent')) return before;
  return decideAt(input, row);
}

export const onlyAddress = (address: string): ContactWrite => ({
  email: address, newEmail: null, name: null, company: null, phone: null, birthDate: null, externalId: null, language: null, street: null, postcode: null, city: null, country: null,
  tags: [], removeTags: [], properties: {}, opt: { email: null, sms: null },
});

const nothing = (unit: Unit, cancel: UnitPlan['cancel']): UnitPlan => ({ unit, write: null, rows: [], hash: Buffer.alloc(0), silent: true, creates: false, notes: [], cancel, later: false });

function renamed({ former, remote }: UnitInput): string | null {
  if (former === null || former.remote === null || former.remote.deleted) return null;
  return newEmailAllowed({ oldDeliveredFromThisRecord: former.deliveredFromThisRecord, otherRecordsCarryOld: former.othersCarryIt, newKnownThere: remote !== null }) ? former.address : null;
}

/**
 * Decides what one write to an address is, from what the house knows and what the destination shows right now. Nothing is
 * written to a contact that was removed there, and nobody the shop knew before the route is created loudly.
 */
export function planUnit(input: UnitInput): UnitPlan {
  const { judging, unit, loaded, remote, knowledge } = input;
  if (isFresh(remote, knowledge, judging.nowMs)) return { ...nothing(unit, []), later: true };
  const removed = remote === null ? knowledge.deliveredByUs : remote.deleted;
  const renameFrom = renamed(input);
  if (removed && renameFrom === null) return nothing(unit, unit.rows.map((row) => ({ row, reason: 'removed_there' })));
  const verdict = loaded === null ? { send: false as const, reason: 'gone_at_source' } : addressVerdict(judging, loaded.person);
  const cancel: { row: PersonRow; reason: string }[] = [];
  const rows: PersonRow[] = [];
  const opt: { email: OptWish; sms: OptWish } = { email: null, sms: null };
  for (const row of unit.rows.filter((one) => one.kind === 'consent')) {
    const mayGo = row.wish?.opt === 'out' || verdict.send === true;
    const decision = mayGo ? decideOpt(row, input, renameFrom !== null) : verdict.send === false ? verdict.reason : 'already_sent';
    if (decision === 'in' || decision === 'out') {
      opt[channelOf(row)] = decision;
      rows.push(row);
    } else cancel.push({ row, reason: decision });
  }
  const known = loaded !== null && verdict.send === true;
  const base = known ? buildContact(loaded.person, judging.route.options, judging.building) : onlyAddress(unit.address);
  const hash = hashOf(base);
  for (const row of unit.rows.filter((one) => one.kind === 'contact')) {
    if (!known) cancel.push({ row, reason: verdict.send === false ? verdict.reason : 'already_sent' });
    else if (remote !== null && row.settledHash?.equals(hash) === true) cancel.push({ row, reason: 'already_sent' });
    else rows.push(row);
  }
  if (rows.length === 0) return nothing(unit, cancel);
  const { write, notes } = judging.destination.fitContact({ ...base, ...(renameFrom === null ? {} : { email: renameFrom, newEmail: unit.address }), opt });
  const creates = remote === null && renameFrom === null;
  // The first write of somebody the shop knew before carries the tags of all they ever bought: it must not start anything.
  const old = loaded === null || personIsOld(loaded.person, judging.route.started_ms);
  return { unit, write, rows, hash, silent: rows.every((row) => row.silent) || (old && (creates || !knowledge.deliveredByUs)), creates, notes, cancel, later: false };
}
