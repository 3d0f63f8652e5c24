import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { keyText, keyType, keyValue } from '#libs/domain/identity-keys.js';
import type { Language, RecordKind } from '#libs/domain/words.js';
import type { IntegrationRefView } from '../records/record.schemas.js';
import { ShowingService } from '../records/showing.service.js';
import { rulingsOf } from './card-rulings.js';
import type { IdentitiesView } from './customer.schemas.js';
import { ruleText } from './rule-texts.js';

type Key = { readonly type: string; readonly value: string; readonly integrationId: string; readonly since: Date };
type RecordRow = { readonly id: string; readonly integrationId: string; readonly kind: RecordKind; readonly externalId: string; readonly keys: string[]; readonly since: Date };
type Ref = { readonly id: string; readonly integrationId: string; readonly kind: RecordKind; readonly externalId: string };

/** Records of one person shown with their keys; a card with more is read in its history. */
const MOST_RECORDS = 500;

const IDENTITIES = `select type, value, integration_id as "integrationId", created_at as since from identity where customer_id = $1 and workspace_id = $2 order by type, value`;
const HINTS = `select type, value, integration_id as "integrationId", created_at as since from hint where customer_id = $1 and workspace_id = $2 order by type, value`;
const RECORDS = `select id, integration_id as "integrationId", kind, external_id as "externalId", keys, created_at as since
  from source_record where customer_id = $1 and workspace_id = $2 order by created_at, id limit ${String(MOST_RECORDS)}`;

const refOf = ({ id, integrationId, kind, externalId }: RecordRow): Ref => ({ id, integrationId, kind, externalId });

/** A shop's number is stored with its integration; people know the number alone. */
const shown = (type: string, value: string): string => (type === 'shop_id' || type === 'returned' ? value.slice(value.indexOf('/') + 1) : value);

/** A record that carries no joining key of the card is where a person left it. */
function linkedBy(keys: readonly string[], joining: ReadonlySet<string>, split: ReadonlySet<string>, linked: ReadonlySet<string>): string[] {
  const rules = new Set(keys.filter((key) => joining.has(key)).map(keyType));
  if (keys.some((key) => linked.has(key)) || (rules.size === 0 && keys.some((key) => split.has(key)))) rules.add('decision');
  return [...rules];
}

/** Why the records of a card are one person. */
@Injectable()
export class IdentitiesService {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ShowingService) private readonly showing: ShowingService,
  ) {}

  async read(workspaceId: string, customerId: string, language: Language): Promise<IdentitiesView> {
    const values = [customerId, workspaceId];
    const [identities, hints, records] = await Promise.all([
      this.dataSource.query<Key[]>(IDENTITIES, values),
      this.dataSource.query<Key[]>(HINTS, values),
      this.dataSource.query<RecordRow[]>(RECORDS, values),
    ]);
    const showings = await this.showing.of(workspaceId, [...identities, ...hints, ...records].map((row) => row.integrationId));
    const { split, linked } = await rulingsOf(this.dataSource, workspaceId, [...new Set([...records.flatMap((row) => row.keys), ...hints.map((hint) => `${hint.type}:${hint.value}`)])]);
    const integration = (id: string): IntegrationRefView | null => showings.get(id)?.integration ?? null;
    const joining = new Set(identities.map((key) => keyText(key.type as 'email', key.value)));
    return {
      customerId,
      identities: identities.map((key) => ({
        type: key.type,
        value: shown(key.type, key.value),
        rule: key.type,
        message: ruleText(key.type, language),
        integration: integration(key.integrationId),
        since: key.since.toISOString(),
        records: records.filter((row) => row.keys.includes(keyText(key.type as 'email', key.value))).map(refOf),
      })),
      hints: hints.map((hint) => ({ type: hint.type, value: hint.value, split: split.has(`${hint.type}:${hint.value}`), integration: integration(hint.integrationId), since: hint.since.toISOString() })),
      records: records.map((row) => ({
        ...refOf(row),
        keys: row.keys.map((key) => ({ type: keyType(key), value: shown(keyType(key), keyValue(key)), split: split.has(key) })),
        linkedBy: linkedBy(row.keys, joining, split, linked),
        since: row.since.toISOString(),
      })),
    };
  }
}
