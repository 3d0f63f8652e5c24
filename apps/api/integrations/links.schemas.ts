import { z } from 'zod';

const externalId = z.string().trim().min(1).max(200).optional();
const template = z.string().max(2_000).optional();

/** Strict: a misspelt template that is left out in silence would look as if it had been tried. */
export const linksQuery = z.strictObject({
  customerId: externalId.meta({ description: 'Id of a customer in the shop; a stored one when absent' }),
  orderId: externalId.meta({ description: 'Id of an order in the shop; the newest stored one when absent' }),
  customerLink: template.meta({ description: 'Template to try instead of the saved setting of that name' }),
  orderLink: template.meta({ description: 'Template to try instead of the saved setting of that name' }),
});
export type LinksQuery = z.infer<typeof linksQuery>;

const triedLink = z
  .object({
    externalId: z.string(),
    url: z.string().nullable(),
    verified: z.boolean().meta({ description: 'True when the form of the link is known from a source; false when it is only supposed, or a template of your own' }),
    note: z.string(),
  })
  .nullable()
  .meta({ description: 'Null when nothing is stored and no id was given' });

export const linksView = z.object({ customer: triedLink, order: triedLink, message: z.string() }).meta({ id: 'TriedLinks' });
export type LinksView = z.infer<typeof linksView>;
export type TriedLink = LinksView['customer'];
