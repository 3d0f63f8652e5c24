import { addressRules } from '#libs/domain/email.js';
import type { Stream } from '#libs/connectors/sdk/stream.js';
import type { PartContext, PartProgress } from '#libs/ingest/page.js';
import type { Engine } from './engine.js';
import type { OpenAccount } from './open-account.js';
import { findFields, type IntegrationRow, type PartRow, type RunRow } from './rows.js';

/** Marks records with what they were applied with: a change of mapper or of deriving settings makes them due again. */
export const appliedWith = (mapperVersion: number, fingerprint: string): string => `${String(mapperVersion)}:${fingerprint}`;

export async function partContext(engine: Engine, part: PartRow, run: RunRow, integration: IntegrationRow, stream: Stream, { definition, connector }: Pick<OpenAccount, 'definition' | 'connector'>): Promise<PartContext> {
  return {
    workspaceId: run.workspace_id,
    integrationId: integration.id,
    runId: run.id,
    partId: part.id,
    stream: stream.name,
    kind: stream.kind,
    lane: part.lane,
    // A run that waited while somebody started a re-read must not bring copies that look older than that one's.
    epoch: Math.max(run.epoch, integration.epoch),
    settingsVersion: part.settings_version,
    appliedWith: appliedWith(stream.mapperVersion, integration.fingerprint),
    trustedTime: stream.trustedTime,
    addresses: addressRules(integration.generic, integration.allegro_domains),
    fields: await findFields(engine.dataSource, integration.id),
    range: part.range,
    askable: new Set(connector.streams.filter(({ byIds }) => byIds !== null).map(({ name }) => name)),
    sweepDigest: (record) => definition.sweepDigest(record),
  };
}

export function partProgress(part: PartRow): PartProgress {
  const { read, written, reapplied, identical, older, duplicate, excluded, rejected } = part;
  return {
    seq: part.seq,
    cursor: part.cursor,
    counts: { read, written, reapplied, identical, older, duplicate, excluded, rejected },
    excludedReasons: part.excluded_reasons,
    pages: part.pages,
    swept: part.swept,
    queued: part.queued,
    exclusiveFor: 0,
  };
}
