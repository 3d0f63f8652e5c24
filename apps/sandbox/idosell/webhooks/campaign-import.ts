/** Reads a campaign file: exactly the form the fact sheet proposes, anything else is refused. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { CAMPAIGN_EVENTS, type Campaign } from './hooks.js';

export type ImportedHook = { readonly event: string; readonly url: string; readonly active: boolean; readonly campaign: Campaign };

const webhook = z.strictObject({
  active: z.enum(['y', 'n']),
  event: z.enum(CAMPAIGN_EVENTS),
  method: z.enum(['POST', 'GET', 'PUT', 'DELETE']),
  contentType: z.enum(['application/json', 'application/x-www-form-urlencoded', 'text/xml']),
  url: z.string(),
  body: z.string().optional(),
});

const empty = z.literal('');
const text = z.union([z.string(), z.strictObject({ '#text': z.string() })]);

const campaign = z.strictObject({
  format: z.literal('OUR-ICF'),
  version: z.literal('1'),
  generated: z.string(),
  name: z.string(),
  description: z.string(),
  shops: z.union([z.strictObject({ shop: z.array(z.strictObject({ id: z.string().regex(/^\d+$/) })) }), empty]).optional(),
  config: z.union([z.strictObject({ variable: z.array(z.strictObject({ key: z.string(), name: z.string().optional(), '#text': z.string().optional() })) }), empty]).optional(),
  webhooks: z.union([z.strictObject({ webhook: z.array(webhook) }), empty]).optional(),
  snippets: z.union([z.strictObject({ snippet: z.array(z.strictObject({ type: z.string(), zone: z.string(), active: z.enum(['y', 'n']), body: z.array(z.union([text, z.strictObject({ lang: z.string(), '#text': z.string().optional() })])).optional() })) }), empty]).optional(),
});

const LISTS = ['campaign.shops.shop', 'campaign.config.variable', 'campaign.webhooks.webhook', 'campaign.snippets.snippet', 'campaign.snippets.snippet.body'];

/** @throws Error saying what is wrong with the file */
export function parseCampaign(source: string): readonly ImportedHook[] {
  const valid = XMLValidator.validate(source);
  if (valid !== true) throw new Error(`The campaign file is no XML: ${valid.err.msg}`);
  const parser = new XMLParser({
    ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: true, ignoreDeclaration: true,
    isArray: (_name, path) => LISTS.includes(String(path)),
  });
  const root = z.strictObject({ campaign }).parse(parser.parse(source)).campaign;
  const config = typeof root.config === 'object' ? root.config.variable : [];
  const shops = typeof root.shops === 'object' ? root.shops.shop.map(({ id }) => Number(id)) : [];
  const values = Object.fromEntries(config.map((variable) => [variable.key, variable['#text'] ?? '']));
  const hooks = typeof root.webhooks === 'object' ? root.webhooks.webhook : [];
  return hooks.map(({ active, event, url, method, contentType, body }) => ({ event, url, active: active === 'y', campaign: { method, contentType, body: body ?? '', values, shops } }));
}
