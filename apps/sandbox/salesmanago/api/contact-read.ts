/** Reads of contacts (sheet sections 3.1 and 3.5). */
import { basicRow, longRow } from '../render/contact-rows.js';
import { textsOf, type Row } from '../values.js';
import { limitedList } from '../world/limits.js';
import type { Contact } from '../world/model.js';
import type { World } from '../world/world.js';
import { emailIn, type Call } from './endpoint.js';

/** `list`, `listById`, `listAll`, `listAllById`. */
const MOST = 50;

/** A removed contact is still there. */
export function hasContact({ world, body }: Call): Row {
  const contact = world.contacts.find(emailIn(body));
  return { result: contact !== undefined, contactId: contact?.id ?? null };
}

type Finder = (world: World, text: string) => Contact | undefined;
const byEmail: Finder = (world, text) => world.contacts.find(text);
const byId: Finder = (world, text) => world.contacts.get(text);

/** Unknown ones are left out, and each comes once, in an order of the system's own: that of creation. */
function found(world: World, texts: readonly string[], find: Finder): readonly Contact[] {
  const wanted = new Set(texts.map((text) => find(world, text)));
  return [...wanted].filter((contact) => contact !== undefined).sort((a, b) => world.contacts.place(a) - world.contacts.place(b));
}

const basicBy = (name: string, find: Finder) => ({ world, body }: Call): Row => ({ contacts: found(world, textsOf(body[name]), find).map(basicRow) });

/** @param all contacts of every owner */
const longBy = (name: string, find: Finder, all: boolean) => ({ world, body, owner }: Call): Row => {
  const texts = limitedList(textsOf(body[name]), MOST, name, world.behaviour.limits);
  return { contacts: found(world, texts, find).filter((contact) => all || contact.owners.has(owner)).map((contact) => longRow(contact, world.behaviour)) };
};

export const basic = basicBy('email', byEmail);
export const basicById = basicBy('id', byId);
export const list = longBy('email', byEmail, false);
export const listById = longBy('contactId', byId, false);
export const listAll = longBy('email', byEmail, true);
export const listAllById = longBy('contactId', byId, true);
