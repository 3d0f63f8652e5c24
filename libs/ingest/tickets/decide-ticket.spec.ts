import type { KeyText } from '#libs/domain/identity-keys.js';
import { decideTicket, type Claims, type Holder, type OpenTicket } from './decide-ticket.js';

const on = (customerId: string): Holder => ({ customerId, integrationId: 'i', recordId: `record of ${customerId}` });
const BASE = 'allegro_address:h1@allegromail.pl';
const FULL = 'email_seen:h1+1@allegromail.pl';
const MAIL = 'email:a@example.com';
const masked: OpenTicket = { address: 'h1+1@allegromail.pl', lookupKey: BASE, customerId: null };
const ordinary: OpenTicket = { address: 'a@example.com', lookupKey: MAIL, customerId: null };

type Facts = { readonly owners?: Record<KeyText, string>; readonly hints?: Record<KeyText, readonly string[]>; readonly split?: readonly KeyText[]; readonly off?: boolean };
const claims = ({ owners = {}, hints = {}, split = [], off = false }: Facts): Claims => ({
  owners: new Map(Object.entries(owners).map(([key, card]) => [key, on(card)])),
  hints: new Map(Object.entries(hints).map(([key, cards]) => [key, cards.map(on)])),
  split: new Set(split),
  allegroOn: !off,
});
const assigned = (card: string, rule: string): unknown => ({ kind: 'assign', rule, holder: on(card) });
const proposed = (candidates: readonly string[], stays = false): unknown => ({ kind: 'propose', candidates, stays });

describe('where a ticket belongs', () => {
  it.each<[string, OpenTicket, Facts, unknown]>([
    ['an ordinary address goes to its owner', ordinary, { owners: { [MAIL]: 'A' } }, assigned('A', 'full_address')],
    ['an ordinary address is not looked for among what newsletter entries of accounts show', ordinary, { hints: { 'email_seen:a@example.com': ['A'] } }, { kind: 'none' }],
    ['an address that joins nothing any more leads to the one card that carries it', ordinary, { hints: { [MAIL]: ['A'] } }, assigned('A', 'full_address')],
    ['two carriers of such an address are a proposal', ordinary, { hints: { [MAIL]: ['B', 'A'] } }, proposed(['A', 'B'])],
    ['the owner of an address counts before former carriers', ordinary, { owners: { [MAIL]: 'A' }, hints: { [MAIL]: ['B'] } }, assigned('A', 'full_address')],
    ['nobody has the address', ordinary, {}, { kind: 'none' }],
    ['a full masked address on the card of its base form', masked, { owners: { [BASE]: 'A' }, hints: { [FULL]: ['A'] } }, assigned('A', 'full_address')],
    ['another order of the buyer', masked, { owners: { [BASE]: 'A' } }, assigned('A', 'base_address')],
    ['the full address alone', masked, { hints: { [FULL]: ['A'] } }, assigned('A', 'full_address')],
    ['the full address on two cards', masked, { hints: { [FULL]: ['B', 'A'] } }, proposed(['A', 'B'])],
    ['a hint on one card against the joining key of another', masked, { owners: { [BASE]: 'B' }, hints: { [FULL]: ['A'] } }, proposed(['A', 'B'])],
    ['the full address counts before the base form of a split', masked, { hints: { [FULL]: ['A'], [BASE]: ['A', 'B'] }, split: [BASE] }, assigned('A', 'full_address')],
    ['a split base form is a proposal', masked, { hints: { [BASE]: ['A', 'B'] }, split: [BASE] }, proposed(['A', 'B'])],
    ['a split leaves a ticket where it is', { ...masked, customerId: 'B' }, { hints: { [BASE]: ['A', 'B'] }, split: [BASE] }, proposed(['A', 'B'], true)],
    ['a split does not leave a ticket on a card that is no candidate', { ...masked, customerId: 'C' }, { hints: { [BASE]: ['A', 'B'] }, split: [BASE] }, proposed(['A', 'B'])],
    ['what is ambiguous without a split does not stay', { ...masked, customerId: 'A' }, { hints: { [FULL]: ['A', 'B'] } }, proposed(['A', 'B'])],
    ['Allegro is off', masked, { owners: { [BASE]: 'A' }, off: true }, { kind: 'keep' }],
    ['Allegro is off, an ordinary address', ordinary, { owners: { [MAIL]: 'A' }, off: true }, assigned('A', 'full_address')],
    ['a sender that leads to nobody', { address: 'noreply@allegromail.pl', lookupKey: null, customerId: null }, { owners: { [BASE]: 'A' } }, { kind: 'none' }],
  ])('%s', (_title, ticket, facts, decision) => {
    expect(decideTicket(ticket, claims(facts))).toEqual(decision);
  });
});
