import type { Type } from '@nestjs/common';
import { AlertTargetService } from './alerts/alert-target.service.js';
import { AlertsService } from './alerts/alerts.service.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { CallbackIntake } from './callbacks/callback-intake.service.js';
import { CustomFieldsService } from './custom-fields/custom-fields.service.js';
import { CardService } from './customers/card.service.js';
import { CustomerDeskService } from './customers/customer-desk.service.js';
import { HistoryService } from './customers/history.service.js';
import { IdentitiesService } from './customers/identities.service.js';
import { SearchService } from './customers/search.service.js';
import { TabsService } from './customers/tabs.service.js';
import { DecisionsService } from './decisions/decisions.service.js';
import { DeskService } from './decisions/desk.service.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DeliveryDeskService } from './deliveries/delivery-desk.service.js';
import { DestinationAuthenticateService } from './destinations/destination-authenticate.service.js';
import { DestinationLifeService } from './destinations/destination-life.service.js';
import { DestinationShopsService } from './destinations/destination-shops.service.js';
import { DestinationsService } from './destinations/destinations.service.js';
import { ErasuresService } from './erasures/erasures.service.js';
import { OfferFeedService } from './feeds/offer-feed.service.js';
import { HealthService } from './health/health.service.js';
import { HookTokens } from './hooks/hook-tokens.service.js';
import { HookIntake } from './hooks/intake/hook-intake.service.js';
import { WebhooksService } from './hooks/webhooks.service.js';
import { AuthenticateService } from './integrations/authenticate.service.js';
import { FirstSyncService } from './integrations/first-sync.service.js';
import { AllegroSwitch } from './integrations/allegro-switch.service.js';
import { IntegrationLifeService } from './integrations/integration-life.service.js';
import { IntegrationsService } from './integrations/integrations.service.js';
import { LinksService } from './integrations/links.service.js';
import { SettingsService } from './integrations/settings.service.js';
import { OrdersService } from './orders/orders.service.js';
import { ShowingService } from './records/showing.service.js';
import { ProposalsService } from './proposals/proposals.service.js';
import { RejectsService } from './rejects/rejects.service.js';
import { ReplayService } from './rejects/replay.service.js';
import { NotWrittenService } from './route-setup/not-written.service.js';
import { SetupService } from './route-setup/setup.service.js';
import { DuplicatesService } from './routes/duplicates.service.js';
import { ExclusionsService } from './routes/exclusions.service.js';
import { ExportsService } from './routes/exports.service.js';
import { PreviewService } from './routes/preview.service.js';
import { RouteLifeService } from './routes/route-life.service.js';
import { RoutesService } from './routes/routes.service.js';
import { RunEvents } from './runs/run-events.js';
import { RunStarter } from './runs/run-starter.service.js';
import { RunsService } from './runs/runs.service.js';
import { SubscribersService } from './subscribers/subscribers.service.js';
import { PostTicketsService } from './tickets/post-tickets.service.js';
import { TicketDeskService } from './tickets/ticket-desk.service.js';
import { TicketsService } from './tickets/tickets.service.js';
import { WorkspacesService } from './workspaces/workspaces.service.js';

/** Services of the resources. */
export const SERVICES: Type[] = [
  AlertTargetService,
  AlertsService,
  ApiKeysService,
  AuthenticateService,
  CallbackIntake,
  CardService,
  CustomFieldsService,
  CustomerDeskService,
  DecisionsService,
  DeliveriesService,
  DeliveryDeskService,
  DeskService,
  DestinationAuthenticateService,
  DestinationLifeService,
  DestinationShopsService,
  DestinationsService,
  ErasuresService,
  FirstSyncService,
  HealthService,
  HistoryService,
  HookIntake,
  HookTokens,
  IdentitiesService,
  AllegroSwitch,
  IntegrationLifeService,
  IntegrationsService,
  LinksService,
  NotWrittenService,
  OfferFeedService,
  OrdersService,
  ProposalsService,
  RejectsService,
  ReplayService,
  DuplicatesService,
  ExclusionsService,
  ExportsService,
  PreviewService,
  RouteLifeService,
  RoutesService,
  RunEvents,
  RunStarter,
  RunsService,
  SearchService,
  SettingsService,
  SetupService,
  ShowingService,
  SubscribersService,
  TabsService,
  PostTicketsService,
  TicketDeskService,
  TicketsService,
  WebhooksService,
  WorkspacesService,
];
