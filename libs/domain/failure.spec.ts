import { Failure, redact } from './failure.js';

describe('a failure', () => {
  const secret = 'ZZZZINVENTEDKEYZZZZINVENTEDKEY00';
  const failure = new Failure({
    kind: 'credentials_rejected',
    message: { pl: `Klucz ${secret} odrzucony`, en: `Key ${secret} refused for jan.wzor@example.pl` },
    detail: `GET /api?ws_key=${secret} Authorization: Basic abcdef https://user:hunter22@example.com/`,
    secrets: [secret],
  });

  it('holds no secret and no e-mail in any text', () => {
    const text = JSON.stringify(failure) + failure.message + String(failure.stack);
    for (const canary of [secret, 'jan.wzor@example.pl', 'abcdef', 'hunter22']) expect(text).not.toContain(canary);
  });

  it('knows what time cures and what a person must mend', () => {
    expect(failure.retryable).toBe(false);
    expect(failure.waitsForAuthentication).toBe(true);
    expect(new Failure({ kind: 'rate_limited', message: { pl: 'x', en: 'x' }, retryAfterMs: 5 })).toMatchObject({ retryable: true, retryAfterMs: 5 });
  });

  it('leaves ordinary text alone', () => {
    expect(redact('order 17 of shop 2')).toBe('order 17 of shop 2');
  });
});
