import { buildContact } from '#libs/domain/relay/contact.js';
import { Failure } from '#libs/domain/failure.js';
import type { ContactWrite } from '#libs/domain/relay/writes.js';
import type { RemoteContact } from '#libs/destinations/sdk/destination.js';
import { consentKey } from '../consider/effects.js';
import type { Judging } from '../people/judge-person.js';
import type { Loaded } from '../people/load-people.js';
import type { SendContext } from './context.js';
import { unclearPeople, type PersonRow, type Unit } from './due-people.js';
import { judgePeople, loadRouted, readRemote } from './look-at-people.js';
import { closeRejects, openRejects } from './rejects.js';
import { noteDelivered, noteRenamed } from './remote-knowledge.js';
import { awaitOutcome, lookAgain, release, settleArrived, settleFailed, type Sent } from './settle.js';

/** Looks before an outcome counts as "has not arrived". */
const LOOKS = 2;
/** Sendings before the reject desk. */
const MOST_ATTEMPTS = 4;

const sentOf = (rows: readonly PersonRow[]): Sent[] => rows.map((row) => ({ id: row.id, sentVersion: row.sentVersion }));

const notArrived = (): Failure => new Failure({
  kind: 'destination_rejected', code: 'not_arrived',
  message: { pl: 'Miejsce docelowe kilka razy przyjęło ten kontakt, ale go nie pokazuje.', en: 'The destination has accepted this contact several times and does not show it.' },
  fix: { pl: 'Sprawdź ten adres w panelu miejsca docelowego, a potem ponów doręczenie.', en: 'Look at this address in the panel of the destination, then retry the delivery.' },
});

/** A job that is not over after so long is not believed any more: only reading tells, ms. */
const LONGEST_JOB_MS = 10 * 60_000;

/** Jobs still running: their rows rest. A job nobody knows any more tells nothing: only reading does. */
async function runningJobs({ engine, open, signal }: SendContext, units: readonly Unit[]): Promise<ReadonlySet<string>> {
  const jobs = new Set(units.flatMap((unit) => unit.rows.flatMap((row) => (row.state === 'confirming' && engine.sync.nowMs() - row.sentMs < LONGEST_JOB_MS ? (row.jobId ?? []) : []))));
  const running = new Set<string>();
  for (const job of jobs) if ((await open.bulk.jobState(job, signal)) === 'running') running.add(job);
  return running;
}

/**
 * A contact that was not there before and has changed here since: that it is there now shows that it has arrived, and it goes once
 * more with what is new. Of one that was there already being there shows nothing.
 */
const isCreatedAndOwedAnother = (unit: Unit): boolean => unit.rows.every((row) => row.again && row.creates === true);

/** What would be written now: what was sent may be older, but then it goes once more anyway. */
function wanted(judging: Judging, unit: Unit, loaded: Loaded | null): ContactWrite | null {
  if (loaded === null) return null;
  const wishOf = (key: string): 'in' | 'out' | null => unit.rows.find((row) => row.key === key)?.wish?.opt ?? null;
  const withContact = unit.rows.some((row) => row.kind === 'contact');
  const built = buildContact(loaded.person, judging.route.options, judging.building);
  const write = withContact ? built : { ...built, name: null, company: null, phone: null, externalId: null, tags: [] };
  return judging.destination.fitContact({ ...write, opt: { email: wishOf(consentKey('email')), sms: wishOf(consentKey('sms')) } }).write;
}

type Shown = { readonly unit: Unit; readonly remote: RemoteContact };

/** All of a read together: one by one they would take longer than sending them did. */
async function settleShown(context: SendContext, shown: readonly Shown[]): Promise<void> {
  if (shown.length === 0) return;
  await context.engine.sync.dataSource.transaction(async (manager) => {
    await settleArrived(manager, shown.flatMap(({ unit, remote }) => sentOf(unit.rows).map((one) => ({ ...one, contactId: remote.contactId, remoteId: null }))));
    await noteDelivered(manager, context.account, shown.map(({ unit, remote }) => ({
      address: unit.address, contactId: remote.contactId, created: unit.rows.some((row) => row.creates === true), withOptIn: unit.rows.some((row) => row.key === consentKey('email') && row.wish?.opt === 'in'),
    })));
    for (const { unit } of shown) {
      const from = unit.rows.find((row) => row.wish?.renameFrom !== undefined)?.wish?.renameFrom;
      if (from !== undefined) await noteRenamed(manager, context.account, from, unit.address);
    }
    await closeRejects(manager, shown.flatMap(({ unit }) => unit.rows.map((row) => row.id)));
  });
}

/** Not there: looked for again after the quiet period, then sent again, then given up. Writing a contact twice does no harm. */
async function settleMissing({ engine, open }: SendContext, unit: Unit): Promise<void> {
  const { dataSource } = engine.sync;
  const first = unit.rows[0];
  if (first === undefined) return;
  if (first.checks + 1 < LOOKS) return lookAgain(dataSource, sentOf(unit.rows), open.quietMs);
  if (first.attempts < MOST_ATTEMPTS) return release(dataSource, sentOf(unit.rows), 0, true);
  await dataSource.transaction(async (manager) => {
    await settleFailed(manager, sentOf(unit.rows).map((one) => ({ ...one, reason: 'not_arrived', problem: notArrived() })));
    await openRejects(manager, unit.rows.map((row) => row.id), notArrived());
  });
}

/** Finds out by reading what became of contacts that were accepted, or whose answer was lost. @returns how many were looked at */
export async function confirmPeople(context: SendContext): Promise<number> {
  const { engine, open, destination } = context;
  const { dataSource } = engine.sync;
  const due = await unclearPeople(dataSource, destination.id, open.definition.limits.read);
  if (due.length === 0) return 0;
  const running = await runningJobs(context, due);
  const isRunning = (unit: Unit): boolean => unit.rows.some((row) => row.jobId !== null && running.has(row.jobId));
  for (const unit of due.filter(isRunning)) await awaitOutcome(dataSource, sentOf(unit.rows), { state: 'confirming', waitMs: engine.tuning.jobMs, jobId: unit.rows[0]?.jobId ?? null });
  const units = due.filter((unit) => !isRunning(unit));
  const remote = await readRemote(context, units.map((unit) => unit.address));
  for (const [routeId, own] of Map.groupBy(units, (unit) => unit.routeId)) {
    const people = await loadRouted(context, routeId, own.map((unit) => unit.address));
    const judging = await judgePeople(context, routeId, people);
    const shown: Shown[] = [];
    for (const unit of own) {
      const [there, write] = [remote.get(unit.address), judging === null ? null : wanted(judging, unit, people.get(unit.address) ?? null)];
      if (there !== undefined && !there.deleted && (write === null || isCreatedAndOwedAnother(unit) || open.definition.shows(there, write))) shown.push({ unit, remote: there });
      else await settleMissing(context, unit);
    }
    await settleShown(context, shown);
  }
  return due.length;
}
