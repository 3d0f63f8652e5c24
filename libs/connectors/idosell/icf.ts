import { XMLBuilder } from 'fast-xml-parser';
import { utcToLocal } from '#libs/domain/local-time.js';
import type { HookFile, HookFileInput } from '../sdk/hooks.js';
import { ZONE } from './idosell.schema.js';

/** Panel webhooks with programmable content (sheet section 6.2); the names are ours until a real export is known. */
const CLIENT_EVENTS = ['account_created', 'account_edited', 'newsletter_email_changed', 'newsletter_sms_changed'] as const;
const ORDER_EVENTS = ['order_placed', 'order_edited', 'order_confirmed', 'order_sent', 'order_cancelled'] as const;
const BASKET_EVENTS = ['basket_product_added', 'basket_edited'] as const;

type Subject = 'client' | 'order' | 'basket';

/**
 * Numbers only: the record is read by them, and a delivery should hold nothing about a person. Of a basket there is no read:
 * its content comes along, with the address of a visitor who gave one and has no number. Lines are written in a row, which
 * needs no loop of the panel's template language: `productId:quantity:unitPrice;…`.
 */
const BODIES: Readonly<Record<Subject, Readonly<Record<string, string>>>> = {
  client: { clientId: '{client_id}' },
  order: { orderSerialNumber: '{order_sn}' },
  basket: { basketId: '{basket_id}', clientId: '{client_id}', email: '{client_email}', currency: '{basket_currency}', value: '{basket_value}', lines: '{basket_lines}' },
};

const bodyOf = (event: string, subject: Subject): string => JSON.stringify({ v: 1, event, shopId: '{shop_id}', ...BODIES[subject], ts: '{now}' });

type Campaign = {
  readonly name: string;
  readonly generated: string;
  readonly shops: readonly string[];
  readonly webhooks: readonly { readonly event: string; readonly url: string; readonly method: 'POST'; readonly contentType: 'application/json'; readonly body: string }[];
};

function campaignOf({ url, name, settings, generatedAt }: HookFileInput): Campaign {
  const { shop } = settings;
  const webhook = (event: string, subject: Subject): Campaign['webhooks'][number] => ({ event, url, method: 'POST', contentType: 'application/json', body: bodyOf(event, subject) });
  return {
    name, generated: utcToLocal(generatedAt.getTime(), ZONE), shops: typeof shop === 'string' ? [shop] : [],
    webhooks: [...CLIENT_EVENTS.map((event) => webhook(event, 'client')), ...ORDER_EVENTS.map((event) => webhook(event, 'order')), ...BASKET_EVENTS.map((event) => webhook(event, 'basket'))],
  };
}

const BUILDER = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', cdataPropName: '#cdata', format: true, suppressEmptyNode: true });

function xmlOf(campaign: Campaign): string {
  const tree = {
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    campaign: {
      '@format': 'OUR-ICF', '@version': '1', '@generated': campaign.generated,
      name: campaign.name,
      description: 'Customer and order notifications',
      shops: { shop: campaign.shops.map((id) => ({ '@id': id })) },
      webhooks: { webhook: campaign.webhooks.map(({ event, url, method, contentType, body }) => ({ '@active': 'y', '@event': event, '@method': method, '@contentType': contentType, '@url': url, body: { '#cdata': body } })) },
    },
  };
  return String(BUILDER.build(tree));
}

/**
 * A campaign file in a format of our own: IdoSell's ICF is described nowhere (sheet section 6.4). It is marked experimental
 * until a real export shows what it should look like; the panel's own webhooks are the main way.
 */
export const icfFile: HookFile = {
  fileName: 'sztafeta.icf.xml',
  experimental: true,
  note: {
    pl: 'Plik doświadczalny: format kampanii ICF nie jest opublikowany, więc panel może go nie przyjąć. Pewną drogą jest dodanie webhooka w panelu krok po kroku.',
    en: 'An experimental file: the format of ICF campaigns is not published, so the panel may refuse it. The sure way is to add the webhook in the panel step by step.',
  },
  build: (input) => ({ contentType: 'application/xml; charset=utf-8', text: xmlOf(campaignOf(input)) }),
  describe: campaignOf,
};
