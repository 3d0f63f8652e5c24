import { allegroBase } from '#libs/domain/allegro.js';
import { normalizeEmail } from '#libs/domain/email.js';
import { normalizePhone } from '#libs/domain/phone.js';
import { fold } from '#libs/domain/text.js';
import type { CustomerQuery } from './customer.schemas.js';

/** One way in which a card can match: SQL giving customer ids; `$1` is the workspace, `add` numbers a further value. */
export type Match = { readonly by: string; readonly sql: (add: (value: unknown) => string) => string };

const LONGEST_NUMBER = 30;
const SHORTEST_PHONE = 7;

/** `domains`: at which Allegro masks its buyers. */
function email(value: string, domains: ReadonlySet<string>): Match[] {
  const seen = normalizeEmail(value);
  if (seen === null) return [];
  const base = allegroBase(seen, domains);
  return [
    {
      by: 'email',
      sql: (add) => {
        const address = add(seen);
        const direct = `select customer_id from identity where workspace_id = $1 and type = 'email' and value = ${address}
          union select customer_id from hint where workspace_id = $1 and type in ('email', 'email_seen') and value = ${address}`;
        if (base === null) return direct;
        const masked = add(base);
        return `${direct} union select customer_id from identity where workspace_id = $1 and type = 'allegro_address' and value = ${masked}
          union select customer_id from hint where workspace_id = $1 and type = 'allegro_address' and value = ${masked}`;
      },
    },
  ];
}

function phone(value: string): Match[] {
  const number = normalizePhone(value);
  return number === null ? [] : [{ by: 'phone', sql: (add) => `select customer_id from hint where workspace_id = $1 and type = 'phone' and value = ${add(number)}` }];
}

function allegroLogin(value: string): Match[] {
  return [{ by: 'allegro_login', sql: (add) => `select customer_id from hint where workspace_id = $1 and type = 'allegro_login' and value = ${add(value.toLowerCase())}` }];
}

/** The number a buyer quotes in any case, or the shop's own id of the order. */
function orderNumber(value: string): Match[] {
  return [
    {
      by: 'order_number',
      sql: (add) => {
        const numbers = `${add([...new Set([value, value.toUpperCase()])])}::text[]`;
        return `select customer_id from source_record where workspace_id = $1 and kind = 'order' and customer_id is not null and order_number = any(${numbers})
          union select o.customer_id from source_record o join integration i on i.id = o.integration_id
          where i.workspace_id = $1 and o.kind = 'order' and o.customer_id is not null and o.external_id = any(${numbers})`;
      },
    },
  ];
}

function fieldValue(value: string, field: string | undefined): Match[] {
  const number = /^\d+$/u.test(value) && value.length <= LONGEST_NUMBER ? value : null;
  return [
    {
      by: 'field',
      sql: (add) => {
        const fields = `select id from custom_field where workspace_id = $1${field === undefined ? '' : ` and key = ${add(field)}`}`;
        const numeric = number === null ? '' : ` union select customer_id from customer_field_value where workspace_id = $1 and number_value = ${add(number)}::numeric and field_id in (${fields})`;
        return `select customer_id from customer_field_value where workspace_id = $1 and text_value = ${add(value)} and field_id in (${fields})${numeric}`;
      },
    },
  ];
}

/** Every word of the term, anywhere in name, company or address. */
function name(value: string): Match[] {
  const words = fold(value).split(/\s+/u).filter((word) => word !== '').slice(0, 8);
  if (words.length === 0) return [];
  const escaped = words.map((word) => `%${word.replaceAll(/[\\%_]/gu, '\\$&')}%`);
  return [{ by: 'name', sql: (add) => `select id from customer where workspace_id = $1 and ${escaped.map((word) => `search_text like ${add(word)}`).join(' and ')}` }];
}

/** Explicit filters: a card must match each of them. */
export function eachOf(query: CustomerQuery, domains: ReadonlySet<string>): Match[][] {
  const groups: Match[][] = [];
  if (query.email !== undefined) groups.push(email(query.email, domains));
  if (query.phone !== undefined) groups.push(phone(query.phone));
  if (query.allegroLogin !== undefined) groups.push(allegroLogin(query.allegroLogin));
  if (query.fieldValue !== undefined) groups.push(fieldValue(query.fieldValue, query.field));
  if (query.orderNumber !== undefined) groups.push(orderNumber(query.orderNumber));
  if (query.name !== undefined) groups.push(name(query.name));
  return groups;
}

/** One box for everything: a card may match in any way the term can be read. */
export function anyOf(term: string, domains: ReadonlySet<string>): Match[] {
  if (term.includes('@')) return [...email(term, domains), ...name(term)];
  const digits = term.replaceAll(/\D/gu, '').length;
  return [...orderNumber(term), ...fieldValue(term, undefined), ...allegroLogin(term), ...(digits >= SHORTEST_PHONE ? phone(term) : []), ...name(term)];
}
