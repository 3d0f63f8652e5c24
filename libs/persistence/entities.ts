import { AbsentRecordEntity } from './entities/absent-record.entity.js';
import { AlertEntity } from './entities/alert.entity.js';
import { AlertTargetEntity } from './entities/alert-target.entity.js';
import { ApiKeyEntity } from './entities/api-key.entity.js';
import { AuditEntity } from './entities/audit.entity.js';
import { BudgetAccountEntity } from './entities/budget-account.entity.js';
import { BudgetPermitEntity } from './entities/budget-permit.entity.js';
import { BudgetSlotEntity } from './entities/budget-slot.entity.js';
import { BudgetUseEntity } from './entities/budget-use.entity.js';
import { CardLinkEntity } from './entities/card-link.entity.js';
import { CartEntity } from './entities/cart.entity.js';
import { ConsentEntity } from './entities/consent.entity.js';
import { ConsentCallbackEntity } from './entities/consent-callback.entity.js';
import { ConsentChangeEntity } from './entities/consent-change.entity.js';
import { ContestedKeyEntity } from './entities/contested-key.entity.js';
import { CustomFieldEntity } from './entities/custom-field.entity.js';
import { CustomFieldUseEntity } from './entities/custom-field-use.entity.js';
import { CustomerEntity } from './entities/customer.entity.js';
import { CustomerFieldValueEntity } from './entities/customer-field-value.entity.js';
import { DecisionEntity } from './entities/decision.entity.js';
import { DeliveredFactEntity } from './entities/delivered-fact.entity.js';
import { DeliveryEntity } from './entities/delivery.entity.js';
import { DestinationEntity } from './entities/destination.entity.js';
import { DictionaryEntity } from './entities/dictionary.entity.js';
import { DuplicateDecisionEntity } from './entities/duplicate-decision.entity.js';
import { EmailSearchEntity } from './entities/email-search.entity.js';
import { ErasureEntity } from './entities/erasure.entity.js';
import { HintEntity } from './entities/hint.entity.js';
import { HookEntity } from './entities/hook.entity.js';
import { HookCountEntity } from './entities/hook-count.entity.js';
import { IdempotencyKeyEntity } from './entities/idempotency-key.entity.js';
import { IdentityEntity } from './entities/identity.entity.js';
import { InboxEntity } from './entities/inbox.entity.js';
import { IntegrationEntity } from './entities/integration.entity.js';
import { JournalEntryEntity } from './entities/journal-entry.entity.js';
import { LaneEntity } from './entities/lane.entity.js';
import { OrderKinEntity } from './entities/order-kin.entity.js';
import { PartEntity } from './entities/part.entity.js';
import { PartSeenEntity } from './entities/part-seen.entity.js';
import { PhoneLookupEntity } from './entities/phone-lookup.entity.js';
import { RefusedPairEntity } from './entities/refused-pair.entity.js';
import { RejectEntity } from './entities/reject.entity.js';
import { RemoteContactEntity } from './entities/remote-contact.entity.js';
import { RemoteOptEntity } from './entities/remote-opt.entity.js';
import { RouteEntity } from './entities/route.entity.js';
import { RouteChangeEntity } from './entities/route-change.entity.js';
import { RouteExclusionEntity } from './entities/route-exclusion.entity.js';
import { RouteExportEntity } from './entities/route-export.entity.js';
import { RouteLedgerEntity } from './entities/route-ledger.entity.js';
import { RoutedCartEntity } from './entities/routed-cart.entity.js';
import { RoutedConsentEntity } from './entities/routed-consent.entity.js';
import { RoutedRecordEntity } from './entities/routed-record.entity.js';
import { RunEntity } from './entities/run.entity.js';
import { SecretEntity } from './entities/secret.entity.js';
import { SourceCodeEntity } from './entities/source-code.entity.js';
import { SourceRecordEntity } from './entities/source-record.entity.js';
import { SplitKeyEntity } from './entities/split-key.entity.js';
import { TicketEntity } from './entities/ticket.entity.js';
import { TombstoneEntity } from './entities/tombstone.entity.js';
import { WorkspaceEntity } from './entities/workspace.entity.js';

/** Every table of the service as a TypeORM entity. */
export const ENTITIES = [
  AbsentRecordEntity,
  AlertEntity,
  AlertTargetEntity,
  ApiKeyEntity,
  AuditEntity,
  BudgetAccountEntity,
  BudgetPermitEntity,
  BudgetSlotEntity,
  BudgetUseEntity,
  CardLinkEntity,
  CartEntity,
  ConsentCallbackEntity,
  ConsentChangeEntity,
  ConsentEntity,
  ContestedKeyEntity,
  CustomerEntity,
  CustomerFieldValueEntity,
  CustomFieldEntity,
  CustomFieldUseEntity,
  DecisionEntity,
  DeliveredFactEntity,
  DeliveryEntity,
  DestinationEntity,
  DictionaryEntity,
  DuplicateDecisionEntity,
  EmailSearchEntity,
  ErasureEntity,
  HintEntity,
  HookCountEntity,
  HookEntity,
  IdempotencyKeyEntity,
  IdentityEntity,
  InboxEntity,
  IntegrationEntity,
  JournalEntryEntity,
  LaneEntity,
  OrderKinEntity,
  PartEntity,
  PartSeenEntity,
  PhoneLookupEntity,
  RefusedPairEntity,
  RejectEntity,
  RemoteContactEntity,
  RemoteOptEntity,
  RouteChangeEntity,
  RoutedCartEntity,
  RoutedConsentEntity,
  RoutedRecordEntity,
  RouteEntity,
  RouteExclusionEntity,
  RouteExportEntity,
  RouteLedgerEntity,
  RunEntity,
  SecretEntity,
  SourceCodeEntity,
  SourceRecordEntity,
  SplitKeyEntity,
  TicketEntity,
  TombstoneEntity,
  WorkspaceEntity,
];
