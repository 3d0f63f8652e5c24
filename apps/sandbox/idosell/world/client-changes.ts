/** What people do with their accounts after the start; every change moves the dates the platform moves, and is announced. */
import { makeClient, newAddress } from './make-client.js';
import type { Client } from './model.js';
import type { World } from './world.js';

export type ClientPatch = {
  readonly email?: string; readonly login?: string; readonly firstName?: string; readonly lastName?: string; readonly phone?: string; readonly phone2?: string; readonly firm?: string; readonly nip?: string;
  readonly street?: string; readonly zip?: string; readonly city?: string; readonly country?: string; readonly codeExternal?: string; readonly birthDate?: string; readonly wholesaler?: boolean; readonly shops?: readonly number[];
};
/** Only when a client is created: bought without an account. */
export type NewClient = ClientPatch & { readonly oneOff?: boolean };
export type AddressPatch = { readonly firstName?: string; readonly lastName?: string; readonly additional?: string; readonly phone?: string; readonly street?: string; readonly zip?: string; readonly city?: string; readonly country?: string };

export function createClient(world: World, patch: NewClient = {}): number {
  const now = world.clock.now();
  const ms = world.clock.nowMs();
  const client = makeClient(world, world.random, { at: ms, modified: ms, oneOff: patch.oneOff ?? false });
  // Somebody who registers now is dated, whatever the shares say of old rows.
  client.registered = now;
  client.modified = now;
  if (client.email === '') client.email = `klient${String(client.id)}@example.com`;
  apply(client, patch);
  world.clients.add(client);
  world.emit({ kind: 'client', names: ['clientCreated'], client });
  return client.id;
}

export function touchClient(world: World, id: number, patch: ClientPatch = {}): void {
  const client = world.clients.need(id);
  apply(client, patch);
  moved(world, client);
}

/** A change that moves no date and tells nobody, as imports make them. */
export function editSilently(world: World, id: number, patch: ClientPatch): void {
  apply(world.clients.need(id), patch);
}

/** The client's date moves to now, and listeners hear of it. */
export function moved(world: World, client: Client): void {
  client.modified = world.clock.now();
  world.emit({ kind: 'client', names: ['clientUpdated'], client });
}

function apply(client: Client, patch: ClientPatch): void {
  const { firstName, lastName, phone, phone2, firm, nip, street, zip, city, country } = patch;
  const billing = { firstName, lastName, phone1: phone, phone2, firm, nip, street, zip, city, country };
  client.billing = { ...client.billing, ...Object.fromEntries(Object.entries(billing).filter(([, value]) => value !== undefined)) };
  client.email = patch.email ?? client.email;
  client.login = patch.login ?? client.login;
  client.codeExternal = patch.codeExternal ?? client.codeExternal;
  client.birth = patch.birthDate ?? client.birth;
  client.wholesaler = patch.wholesaler ?? client.wholesaler;
  client.shops = patch.shops ?? client.shops;
}

export function changeAddress(world: World, clientId: number, patch: AddressPatch = {}): number {
  const client = world.clients.need(clientId);
  const edited = { ...(client.addresses[0] ?? newAddress(world, world.random, client)), ...patch };
  client.addresses = [edited, ...client.addresses.slice(1)];
  if (world.settings.addressMovesDate) moved(world, client);
  return edited.id;
}

/** @throws Error when the client has no such address */
export function removeAddress(world: World, clientId: number, addressId: number): void {
  const client = world.clients.need(clientId);
  if (!client.addresses.some((address) => address.id === addressId)) throw new Error(`Client ${String(clientId)} has no address ${String(addressId)}`);
  client.addresses = client.addresses.filter((address) => address.id !== addressId);
  if (world.settings.addressMovesDate) moved(world, client);
}
