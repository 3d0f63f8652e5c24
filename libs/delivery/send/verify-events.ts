import { Failure } from '#libs/domain/failure.js';
import type { RemoteContact, RemoteEvent } from '#libs/destinations/sdk/destination.js';
import { dropFacts, settleFacts } from './claim-facts.js';
import type { SendContext } from './context.js';
import { unclearEvents, type EventRow } from './due-events.js';
import { readRemote } from './look-at-people.js';
import { closeRejects, openRejects } from './rejects.js';
import { lookAgain, release, settleArrived, settleFailed } from './settle.js';

/** Looks before an event counts as "has not arrived". */
const LOOKS = 2;
const MOST_ATTEMPTS = 6;

const sentOf = ({ id, sentVersion }: EventRow): { id: string; sentVersion: number } => ({ id, sentVersion });

type FactRow = { readonly id: string; readonly state: 'sending' | 'sent'; readonly external_id: string; readonly hash: string | null };

/** Sending again might count a purchase twice: a person decides. */
const unclear = (): Failure => new Failure({
  kind: 'outcome_unknown', code: 'outcome_unknown',
  message: { pl: 'Nie wiadomo, czy zdarzenie dotarło: odpowiedź zginęła, a lista zdarzeń kontaktu może być niepełna.', en: 'It is not known whether the event has arrived: the answer was lost, and the list of events of the contact may not be complete.' },
  fix: { pl: 'Sprawdź zdarzenia kontaktu w panelu. Jeżeli tego nie ma, ponów doręczenie; jeżeli jest, anuluj je.', en: 'Look at the events of the contact in the panel. If this one is not there, retry the delivery; if it is, cancel it.' },
});

const found = (contact: RemoteContact | undefined, row: EventRow, externalId: string): RemoteEvent | undefined => contact?.events.find((event) => event.externalId === externalId && event.type === row.type);

async function settleFound({ engine }: SendContext, row: EventRow, fact: FactRow, event: RemoteEvent): Promise<void> {
  await engine.sync.dataSource.transaction(async (manager) => {
    const [sent] = await manager.query<{ hash: string | null }[]>(`select encode(payload_hash, 'hex') as hash from delivery where id = $1`, [row.id]);
    const hash = Buffer.from(sent?.hash ?? fact.hash ?? '', 'hex');
    await settleFacts(manager, [{ deliveryId: row.id, remoteId: event.remoteId, hash, value: event.value, atMs: event.atMs ?? engine.sync.nowMs() }]);
    await settleArrived(manager, [{ ...sentOf(row), contactId: null, remoteId: event.remoteId }]);
    await closeRejects(manager, [row.id]);
  });
}

async function settleMissing({ engine, open }: SendContext, row: EventRow, contact: RemoteContact | undefined): Promise<void> {
  const { dataSource } = engine.sync;
  if (row.checks + 1 < LOOKS) return lookAgain(dataSource, [sentOf(row)], open.quietMs);
  if (contact?.eventsMayBeCut !== true && row.attempts < MOST_ATTEMPTS) {
    return dataSource.transaction(async (manager) => {
      await dropFacts(manager, [row.id]);
      await release(manager, [sentOf(row)], 0, true);
    });
  }
  await dataSource.transaction(async (manager) => {
    await settleFailed(manager, [{ ...sentOf(row), reason: 'outcome_unknown', problem: unclear() }]);
    await openRejects(manager, [row.id], unclear());
  });
}

/** Where the people of some events are now: a contact that was renamed meanwhile has taken its events along. */
async function presentAddresses({ engine }: SendContext, rows: readonly EventRow[]): Promise<Map<string, string>> {
  const found = await engine.sync.dataSource.query<{ id: string; address: string }[]>(
    `select d.id, t.address from delivery d join routed_record t on t.route_id = d.route_id and t.record_id = d.record_id where d.id = any($1::uuid[]) and t.address <> d.address`,
    [rows.map((row) => row.id)],
  );
  return new Map(found.map((row) => [row.id, row.address]));
}

/**
 * Reads back exactly those events whose answer was lost: found, they are delivered; twice not found after the quiet period, they
 * are sent again; where the list read may be cut, a person decides.
 * @returns how many were looked at
 */
export async function verifyEvents(context: SendContext): Promise<number> {
  const { dataSource } = context.engine.sync;
  const rows = await unclearEvents(dataSource, context.destination.id, context.open.definition.limits.read);
  if (rows.length === 0) return 0;
  const present = await presentAddresses(context, rows);
  const remote = await readRemote(context, [...rows.map((row) => row.address), ...present.values()]);
  const facts = new Map((await dataSource.query<FactRow[]>(`select delivery_id as id, state, external_id, encode(payload_hash, 'hex') as hash from delivered_fact where delivery_id = any($1::uuid[])`, [rows.map((row) => row.id)])).map((row) => [row.id, row]));
  for (const row of rows) {
    const [fact, contact] = [facts.get(row.id), remote.get(row.address) ?? remote.get(present.get(row.id) ?? '')];
    // It was there before: what was lost is a change, and replacing it once more does no harm.
    if (fact?.state === 'sent') {
      await release(dataSource, [sentOf(row)], 0, true);
      continue;
    }
    const event = fact === undefined ? undefined : found(contact, row, fact.external_id);
    if (fact !== undefined && event !== undefined) await settleFound(context, row, fact, event);
    else await settleMissing(context, row, contact);
  }
  return rows.length;
}
