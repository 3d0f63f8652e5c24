/** What can be registered: panel webhooks and webhooks of an imported campaign. */

export const PANEL_EVENTS = [
  'clientCreated', 'clientUpdated', 'orderCreated', 'orderUpdated', 'orderPaid', 'orderStatusUpdated', 'orderPackageCreated', 'orderFilesCreated', 'orderSaleDocumentCreated',
  'orderSaleDocumentUpdated', 'orderSent', 'orderDelivered', 'orderCanceled', 'productCreated', 'productPriceUpdated', 'productStockUpdated', 'productDispositionUpdated',
] as const;

export const CAMPAIGN_EVENTS = [
  'account_created', 'account_edited', 'order_placed', 'order_edited', 'order_confirmed', 'order_sent', 'order_cancelled', 'newsletter_email_changed', 'newsletter_sms_changed',
  'basket_product_added', 'basket_edited',
] as const;

export type Shape = 'results' | 'list' | 'single' | 'bare';
export type Format = 'json' | 'form' | 'xml';

export type WebhookRequest = { readonly url: string; readonly events: readonly string[]; readonly shape?: Shape; readonly format?: Format };

/** Of a campaign: body and address are templates, `values` are its configuration, `shops` empty = every shop. */
export type Campaign = { readonly method: string; readonly contentType: string; readonly body: string; readonly values: Readonly<Record<string, string>>; readonly shops: readonly number[] };

export type Hook = {
  readonly id: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly shape: Shape;
  readonly format: Format;
  readonly campaign: Campaign | null;
  active: boolean;
  sent: number;
  delivered: number;
  failed: number;
  failedInARow: number;
  lastStatus: number | null;
};

export type HookState = { readonly id: number; readonly url: string; readonly active: boolean; readonly sent: number; readonly delivered: number; readonly failed: number; readonly lastStatus: number | null };
