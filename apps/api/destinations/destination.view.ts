import type { EntityManager } from 'typeorm';
import type { CheckReport } from '#libs/connectors/sdk/check.js';
import { backlogs, EMPTY_BACKLOG, type Backlog } from '#libs/delivery/desk/backlog.js';
import { deliveriesAddUp, deliveryLedgers, EMPTY_DELIVERY_LEDGER, type DeliveryLedger } from '#libs/delivery/desk/ledgers.js';
import type { Desired, Language } from '#libs/domain/words.js';
import type { DestinationEntity } from '#libs/persistence/entities/destination.entity.js';
import { asFailure } from '../http/failure-problem.js';
import { tickViews } from '../integrations/integration.view.js';
import type { DestinationCatalog } from './destination-catalog.js';
import { contactsPerMinute, secondsByPace } from './destination-pace.js';
import { legalDestinationCalls, type DestinationState } from './destination-state.js';
import type { DeliveryLedgerView, DestinationView, WaitingView } from './destination.schemas.js';
import { DESTINATION_TEXTS as TEXTS, paceText } from './destination.texts.js';

export const ledgerView = (ledger: DeliveryLedger): DeliveryLedgerView => ({ ...ledger, addsUp: deliveriesAddUp(ledger) });

/** The moment a stored problem is expected to be over by itself. */
function untilOf(problem: unknown): string | null {
  const until = typeof problem === 'object' && problem !== null ? (problem as { until?: unknown }).until : null;
  return typeof until === 'string' && !Number.isNaN(Date.parse(until)) ? new Date(until).toISOString() : null;
}

/** Why nothing is sent to a destination, a person's wish first. */
export function destinationWaits(destination: DestinationEntity, language: Language): WaitingView[] {
  const say = (code: string, message: string, until: string | null = null): WaitingView => ({ code, message, until });
  const waits: WaitingView[] = [];
  if (destination.deletedAt !== null) return [say('destination_deleted', TEXTS.deleted[language])];
  if (destination.desired === 'pause') waits.push(say('destination_paused', TEXTS.paused[language]));
  if (destination.desired === 'stop') waits.push(say('destination_stopped', TEXTS.stopped[language]));
  if (destination.state === 'draft') waits.push(say('destination_draft', TEXTS.notAuthenticated[language]));
  if (destination.state === 'needs_authentication') waits.push(say('needs_authentication', TEXTS.needsAuthentication[language]));
  const problem = asFailure(destination.problem);
  if (problem !== null && destination.state === 'ready') waits.push(say(problem.code, problem.text[language], untilOf(destination.problem)));
  return waits;
}

function problemOf(destination: DestinationEntity, language: Language): DestinationView['problem'] {
  const failure = asFailure(destination.problem);
  return failure === null ? null : { code: failure.code, message: failure.text[language], fix: failure.fix?.[language] ?? null, until: untilOf(destination.problem) };
}

async function routesOf(manager: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, { on: number; off: number }>> {
  const rows = await manager.query<{ id: string; on: number; off: number }[]>(
    `select destination_id as id, count(*) filter (where state = 'on')::int as "on", count(*) filter (where state = 'off')::int as "off"
     from route where destination_id = any($1::uuid[]) and deleted_at is null group by 1`,
    [ids],
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

function backlogView(backlog: Backlog, perMinute: number | null, held: boolean): DestinationView['backlog'] {
  const { paced, ...counts } = backlog;
  return { ...counts, secondsLeft: held ? null : secondsByPace(paced, perMinute) };
}

/** Destinations as callers see them; never a credential. */
export async function destinationViews(manager: EntityManager, destinations: readonly DestinationEntity[], language: Language, catalog: DestinationCatalog): Promise<DestinationView[]> {
  const ids = destinations.map((destination) => destination.id);
  const ledgers = await deliveryLedgers(manager, 'destination_id', ids);
  const open = await backlogs(manager, ids);
  const routes = await routesOf(manager, ids);
  return destinations.map((destination) => {
    const perMinute = contactsPerMinute(catalog.find(destination.kind), destination.settings);
    const waiting = destinationWaits(destination, language);
    const state = destination.state as DestinationState;
    const desired = destination.desired as Desired;
    return {
      id: destination.id,
      code: destination.code,
      name: destination.name,
      kind: destination.kind,
      state,
      desired,
      nextSteps: legalDestinationCalls(state, desired),
      address: destination.address,
      settings: destination.settings,
      settingsVersion: destination.settingsVersion,
      checkedAt: destination.checkedAt?.toISOString() ?? null,
      ticks: tickViews(destination.checkReport as CheckReport | null, language),
      routes: routes.get(destination.id) ?? { on: 0, off: 0 },
      ledger: ledgerView(ledgers.get(destination.id) ?? EMPTY_DELIVERY_LEDGER),
      backlog: backlogView(open.get(destination.id) ?? EMPTY_BACKLOG, perMinute, waiting.length > 0),
      pace: perMinute === null ? null : { contactsPerMinute: perMinute, explanation: paceText(perMinute)[language] },
      waiting,
      problem: problemOf(destination, language),
      lastDeliveryAt: destination.lastDeliveryAt?.toISOString() ?? null,
      createdAt: destination.createdAt.toISOString(),
      updatedAt: destination.updatedAt.toISOString(),
    };
  });
}

export async function destinationViewOf(manager: EntityManager, destination: DestinationEntity, language: Language, catalog: DestinationCatalog): Promise<DestinationView> {
  const [view] = await destinationViews(manager, [destination], language, catalog);
  if (view === undefined) throw new Error('one destination gives one view');
  return view;
}
