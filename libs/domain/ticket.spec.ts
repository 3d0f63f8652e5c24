import { addressRules } from './email.js';
import { senderAddress, senderKey, ticketKeys } from './ticket.js';

const rules = addressRules(['biuro@*', '*@relay.example.com']);

describe('the sender of a ticket', () => {
  it.each([
    ['jan.wzor@example.com', 'jan.wzor@example.com'],
    ['  Jan Wzór <Jan.Wzor@Example.COM>  ', 'jan.wzor@example.com'],
    ['"Wzór, Jan" <jan.wzor+zakupy@example.com>', 'jan.wzor+zakupy@example.com'],
    ['mailto:jan.wzor@example.com', 'jan.wzor@example.com'],
    ['<a@example.com> <b@example.com>', 'b@example.com'],
    ['Jan Wzór', null],
    ['a@example.com, b@example.com', null],
    ['Jan <>', null],
    ['@example.com', null],
  ])('reads %j as %j', (sender, address) => {
    expect(senderAddress(sender)).toBe(address);
  });

  /** The table of the reference sheet on Allegro, section B4. */
  it.each([
    ['q7hx2m9d4k+5c1e08a7b@allegromail.pl', 'allegro_address:q7hx2m9d4k@allegromail.pl'],
    ['q7hx2m9d4k+1f0932d@allegromail.pl', 'allegro_address:q7hx2m9d4k@allegromail.pl'],
    ['q7hx2m9d4k@allegromail.pl', 'allegro_address:q7hx2m9d4k@allegromail.pl'],
    [' Q7HX2M9D4K+5C1E08A7B@Allegromail.PL ', 'allegro_address:q7hx2m9d4k@allegromail.pl'],
    ['z1y2x3w4v5+0a1b2c3d4@user.allegrogroup.pl', 'allegro_address:z1y2x3w4v5@user.allegrogroup.pl'],
    ['z1y2x3w4v5+0a1b2c3d4@allegromail.com', 'allegro_address:z1y2x3w4v5@allegromail.com'],
    ['jan.wzor+zakupy@example.com', 'email:jan.wzor+zakupy@example.com'],
    ['q7hx2m9d4k+5c1e@allegromail.pl.example.com', 'email:q7hx2m9d4k+5c1e@allegromail.pl.example.com'],
    ['q7hx2m9d4k+5c1e@allegromail.pl@example.com', null],
    ['q7hx2m9d4k+5c1e@sub.allegromail.pl', 'email:q7hx2m9d4k+5c1e@sub.allegromail.pl'],
    ['q7hx2m9d4k+5c1e@notallegromail.pl', 'email:q7hx2m9d4k+5c1e@notallegromail.pl'],
    ['q7hx2m9d4k+a+b@allegromail.pl', 'allegro_address:q7hx2m9d4k@allegromail.pl'],
    ['Kupujący <q7hx2m9d4k+5c1e08a7b@allegromail.pl>', 'allegro_address:q7hx2m9d4k@allegromail.pl'],
  ])('is looked for: %j by %j', (sender, lookupKey) => {
    expect(senderKey(sender, rules).lookupKey).toBe(lookupKey);
  });

  it.each([
    [null, null, 'no_sender'],
    ['', null, 'no_sender'],
    ['   ', null, 'no_sender'],
    ['Jan Wzór', null, 'not_an_address'],
    ['q7hx2m9d4k', null, 'not_an_address'],
    ['+5c1e08a7b@allegromail.pl', '+5c1e08a7b@allegromail.pl', 'not_an_address'],
    ['powiadomienia@allegromail.pl', 'powiadomienia@allegromail.pl', 'allegro_own_sender'],
    ['Allegro <noreply@allegromail.com>', 'noreply@allegromail.com', 'allegro_own_sender'],
    ['powiadomienia+7@allegromail.pl', 'powiadomienia+7@allegromail.pl', 'allegro_own_sender'],
    ['ertesitesek@allegromail.com', 'ertesitesek@allegromail.com', 'allegro_own_sender'],
    ['biuro@sklep.example', 'biuro@sklep.example', 'generic_address'],
    ['x1@relay.example.com', 'x1@relay.example.com', 'generic_address'],
    ['anonymous@psgdpr.com', 'anonymous@psgdpr.com', 'generic_address'],
  ])('leads to nobody: %j', (sender, address, keyless) => {
    expect(senderKey(sender, rules)).toEqual({ address, lookupKey: null, keyless });
  });

  it('reads domains as the workspace does', () => {
    const own = addressRules(null, ['allegromail.cz']);
    expect(senderKey('h1+2@allegromail.cz', own).lookupKey).toBe('allegro_address:h1@allegromail.cz');
    expect(senderKey('h1+2@allegromail.pl', own).lookupKey).toBe('email:h1+2@allegromail.pl');
  });
});

describe('keys by which tickets are looked for', () => {
  it('are addresses, and the base form of masked addresses as seen', () => {
    expect(ticketKeys(['shop_id:i/1', 'phone:+48600100200', 'email:a@example.com', 'allegro_login:x', 'email_seen:h1+2@allegromail.pl', 'email_seen:anonymous@psgdpr.com', 'allegro_address:h2@allegromail.pl'], rules))
      .toEqual(['allegro_address:h1@allegromail.pl', 'allegro_address:h2@allegromail.pl', 'email:a@example.com']);
  });
});
