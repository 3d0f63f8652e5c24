import type { Observed } from '#workflows/names.js';
import type { UnfinishedRun } from './unfinished-run.js';
import { differs, looksAgreed, mayStart } from './unfinished-run.js';

const RUN: UnfinishedRun = {
  workspaceId: 'w', integrationId: 'i', platform: 'prestashop', code: 'PS1', runId: 'r', kind: 'initial', state: 'running', desired: 'run', integrationState: 'running', deleted: false, overdue: false,
};
const WORKING: Observed = { desired: 'run', waitingFor: null };

describe('what the reconciler concludes', () => {
  it.each([
    ['a run that works', {}, true],
    ['a pause that is shown', { desired: 'pause', state: 'paused' }, true],
    ['a pause that is not shown yet', { desired: 'pause' }, false],
    ['a resume that is not shown yet', { state: 'paused' }, false],
    ['a run that waits for credentials', { state: 'waiting', integrationState: 'needs_authentication' }, true],
    ['a run that waits although the credentials are there', { state: 'waiting' }, false],
  ] as const)('looks closer where the row does not tell: %s', (_name, change, agreed) => {
    expect(looksAgreed({ ...RUN, ...change })).toBe(agreed);
  });

  it.each([
    ['both agree', {}, WORKING, false],
    ['a pause was not heard', { desired: 'pause' }, WORKING, true],
    ['a resume was not heard', {}, { desired: 'pause', waitingFor: 'paused' }, true],
    ['credentials were accepted meanwhile', {}, { desired: 'run', waitingFor: 'credentials_rejected' }, true],
    ['credentials are still refused', { integrationState: 'needs_authentication' }, { desired: 'run', waitingFor: 'credentials_rejected' }, false],
    ['the shop is away, which no signal changes', {}, { desired: 'run', waitingFor: 'platform_unavailable' }, false],
  ] as const)('wakes a flow only where it helps: %s', (_name, change, observed, wake) => {
    expect(differs({ ...RUN, ...change }, observed)).toBe(wake);
  });

  it('starts flows that find their run through the integration only while that runs', () => {
    expect(mayStart({ ...RUN, integrationState: 'stopped' })).toBe(true);
    expect(mayStart({ ...RUN, kind: 'recurring' })).toBe(true);
    expect(mayStart({ ...RUN, kind: 'recurring', integrationState: 'paused' })).toBe(false);
    expect(mayStart({ ...RUN, kind: 'replay', desired: 'pause' })).toBe(false);
  });
});
