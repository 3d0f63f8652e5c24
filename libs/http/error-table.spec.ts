import { COMMON_ERRORS, failureFor, ruleFor } from './error-table.js';
import type { ErrorTable } from './error-table.js';

const text = (word: string): { pl: string; en: string } => ({ pl: `${word} pl`, en: `${word} en` });
const TABLE = [
  { status: 401, code: [19, '20'], kind: 'configuration_invalid', as: 'webservice_disabled', message: text('disabled'), fix: text('enable') },
  { status: [401, 403], code: '21', kind: 'permission_missing', message: text('right') },
  { code: 'ERROR_BLOCKED', kind: 'rate_limited', as: 'account_blocked', message: text('blocked') },
  { status: '5xx', kind: 'platform_defect', as: 'broken', message: text('broken') },
] as const satisfies ErrorTable;

describe('an error table', () => {
  it.each([
    [{ status: 401, code: '19' }, 'configuration_invalid', 'webservice_disabled'],
    [{ status: 401, code: 20 }, 'configuration_invalid', 'webservice_disabled'],
    [{ status: 403, code: 21 }, 'permission_missing', 'permission_missing'],
    [{ status: 200, code: 'ERROR_BLOCKED' }, 'rate_limited', 'account_blocked'],
    [{ status: 502 }, 'platform_defect', 'broken'],
    [{ status: 401 }, 'credentials_rejected', 'credentials_rejected'],
    [{ status: 401, code: 77 }, 'credentials_rejected', 'credentials_rejected'],
    [{ status: 403, code: null }, 'permission_missing', 'permission_missing'],
    [{ status: 301 }, 'configuration_invalid', 'redirected'],
    [{ status: 408 }, 'platform_unavailable', 'platform_unavailable'],
    [{ status: 200 }, 'platform_defect', 'unexpected_answer'],
    [{ status: 418, code: 'TEA' }, 'platform_defect', 'unexpected_answer'],
  ])('reads %j as %s %s', (signal, kind, code) => {
    const failure = failureFor(TABLE, signal);
    expect([failure.kind, failure.code]).toEqual([kind, code]);
    expect(failure.context['status']).toBe(signal.status);
  });

  it('carries texts, remedy, wait and place, without secrets', () => {
    const failure = failureFor(TABLE, { status: 401, code: 19, detail: 'key ABCDEF123456', retryAfterMs: 5_000, context: { resource: 'orders' }, secrets: ['ABCDEF123456'] });
    expect(failure.text).toEqual(text('disabled'));
    expect(failure.fix).toEqual(text('enable'));
    expect(failure.retryAfterMs).toBe(5_000);
    expect(failure.context).toEqual({ status: 401, platformCode: 19, resource: 'orders' });
    expect(failure.detail).toBe('key [redacted]');
  });

  it('has a line in two languages for every class of refusal', () => {
    for (const status of [301, 401, 403, 429, 500, 503]) {
      const rule = ruleFor(COMMON_ERRORS, { status });
      expect(rule?.message.pl).toBeTruthy();
      expect(rule?.message.en).toBeTruthy();
    }
    expect(ruleFor(COMMON_ERRORS, { status: 200 })).toBeNull();
  });
});
