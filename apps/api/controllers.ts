import type { Type } from '@nestjs/common';
import { AlertsController } from './alerts/alerts.controller.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { CallbacksController } from './callbacks/callbacks.controller.js';
import { CustomFieldsController } from './custom-fields/custom-fields.controller.js';
import { CustomerDeskController } from './customers/customer-desk.controller.js';
import { CustomersController } from './customers/customers.controller.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { CustomerDeliveriesController } from './deliveries/customer-deliveries.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DestinationKindsController } from './destinations/destination-kinds.controller.js';
import { DestinationLifeController } from './destinations/destination-life.controller.js';
import { DestinationsController } from './destinations/destinations.controller.js';
import { CustomerErasureController } from './erasures/customer-erasure.controller.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { FeedsController } from './feeds/feeds.controller.js';
import { HealthController } from './health/health.controller.js';
import { HooksController } from './hooks/intake/hooks.controller.js';
import { WebhooksController } from './hooks/webhooks.controller.js';
import { FirstSyncController } from './integrations/first-sync.controller.js';
import { IntegrationLifeController } from './integrations/integration-life.controller.js';
import { IntegrationsController } from './integrations/integrations.controller.js';
import { LinksController } from './integrations/links.controller.js';
import { JournalsController } from './journals/journals.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { PlatformsController } from './platforms/platforms.controller.js';
import { ProposalsController } from './proposals/proposals.controller.js';
import { RejectsController } from './rejects/rejects.controller.js';
import { RouteSetupController } from './route-setup/route-setup.controller.js';
import { ExportsController } from './routes/exports.controller.js';
import { RouteLifeController } from './routes/route-life.controller.js';
import { RouteLookController } from './routes/route-look.controller.js';
import { RoutesController } from './routes/routes.controller.js';
import { RunsController } from './runs/runs.controller.js';
import { SubscribersController } from './subscribers/subscribers.controller.js';
import { TicketsController } from './tickets/tickets.controller.js';
import { WorkspacesController } from './workspaces/workspaces.controller.js';

/** Every resource of the API. */
export const CONTROLLERS: Type[] = [
  AlertsController,
  ApiKeysController,
  AuditController,
  CallbacksController,
  CustomFieldsController,
  CustomersController,
  CustomerDeskController,
  CustomerErasureController,
  ErasuresController,
  CustomerDeliveriesController,
  DecisionsController,
  DeliveriesController,
  DestinationKindsController,
  DestinationLifeController,
  DestinationsController,
  FeedsController,
  FirstSyncController,
  HealthController,
  HooksController,
  IntegrationLifeController,
  IntegrationsController,
  JournalsController,
  LinksController,
  MetricsController,
  OrdersController,
  PlatformsController,
  ProposalsController,
  RejectsController,
  RouteSetupController,
  ExportsController,
  RouteLifeController,
  RouteLookController,
  RoutesController,
  RunsController,
  SubscribersController,
  TicketsController,
  WebhooksController,
  WorkspacesController,
];
