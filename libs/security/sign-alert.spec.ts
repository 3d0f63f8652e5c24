import { Webhook } from 'standardwebhooks';
import { newSigningSecret, signAlert } from './sign-alert.js';

const body = JSON.stringify({ rule: 'account_blocked' });

describe('signed alerts', () => {
  it('are accepted by a receiver that follows the specification', () => {
    const secret = newSigningSecret();
    const headers = signAlert({ secret, id: 'alert-1', at: new Date(), body });
    expect(new Webhook(secret).verify(body, headers)).toEqual({ rule: 'account_blocked' });
  });

  it.each([
    ['another body', (signed: ReturnType<typeof signAlert>) => ({ headers: signed, body: body.replace('blocked', 'open') })],
    ['another id', (signed: ReturnType<typeof signAlert>) => ({ headers: { ...signed, 'webhook-id': 'alert-2' }, body })],
    ['another moment', (signed: ReturnType<typeof signAlert>) => ({ headers: { ...signed, 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 30) }, body })],
  ])('are refused with %s', (_name, change) => {
    const secret = newSigningSecret();
    const changed = change(signAlert({ secret, id: 'alert-1', at: new Date(), body }));
    expect(() => new Webhook(secret).verify(changed.body, changed.headers)).toThrow('signature');
    expect(() => new Webhook(newSigningSecret()).verify(body, signAlert({ secret, id: 'alert-1', at: new Date(), body }))).toThrow('signature');
  });
});
