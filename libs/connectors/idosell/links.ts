import type { PanelLinks } from '../sdk/connector.js';
import { idOf } from '../sdk/values.js';

const fill = (template: string, shop: string, id: string): string => template.replaceAll('{shop}', shop).replaceAll('{id}', encodeURIComponent(id));

/** True for an address that becomes a web address when its places are filled. */
export function isTemplate(template: string): boolean {
  if (!template.includes('{id}')) return false;
  const text = fill(template, 'https://shop.example.pl', '1');
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol);
}

const filledProduct = (template: string, page: ProductPage): string =>
  template.replaceAll('{shop}', page.shop).replaceAll('{lang}', encodeURIComponent(page.language)).replaceAll('{slug}', encodeURIComponent(page.slug)).replaceAll('{id}', encodeURIComponent(page.id));

/** What the address of a product's page is made of; `shop` is an origin. */
export type ProductPage = { readonly shop: string; readonly language: string; readonly slug: string; readonly id: string };

/** The page of a product; null when the template gives no web address. */
export function productLink(template: string, page: ProductPage): string | null {
  const text = filledProduct(template, page);
  return URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol) ? new URL(text).href : null;
}

/** True for a template that becomes a web address of one product. */
export const isProductTemplate = (template: string): boolean =>
  template.includes('{id}') && productLink(template, { shop: 'https://sklep.example.pl', language: 'pl', slug: 'towar', id: '1' }) !== null;

/** Links by the templates of the settings: order pages are known from scripts, client pages are not (sheet section 7). */
export function panelLinks(shop: string, templates: { readonly customerLink: string; readonly orderLink: string }): PanelLinks {
  const link = (template: string, id: string): string | null => (idOf(id) === null ? null : fill(template, shop, id));
  return { customer: (id) => link(templates.customerLink, id), order: (id) => link(templates.orderLink, id) };
}
