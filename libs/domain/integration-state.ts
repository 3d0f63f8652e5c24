/** The life of an integration: one table of legal changes, by the call that makes them. */
export const INTEGRATION_STATES = ['draft', 'authenticated', 'saved', 'running', 'paused', 'stopped', 'needs_authentication'] as const;
export type IntegrationState = (typeof INTEGRATION_STATES)[number];

/** `reject`: the platform refused the credentials. `accept`: new credentials were accepted. */
export const INTEGRATION_CALLS = ['accept', 'save', 'start', 'pause', 'resume', 'stop', 'reject'] as const;
export type IntegrationCall = (typeof INTEGRATION_CALLS)[number];

/** `'prior'` stands for the state before credentials were refused; calls that are absent are illegal in that state. */
export const INTEGRATION_CHANGES = {
  draft: { accept: 'authenticated', reject: 'draft' },
  authenticated: { accept: 'authenticated', save: 'saved', reject: 'needs_authentication' },
  saved: { accept: 'saved', save: 'saved', start: 'running', reject: 'needs_authentication' },
  running: { accept: 'running', save: 'running', pause: 'paused', stop: 'stopped', reject: 'needs_authentication' },
  paused: { accept: 'paused', save: 'paused', resume: 'running', stop: 'stopped', reject: 'needs_authentication' },
  stopped: { accept: 'stopped', save: 'stopped', start: 'running', reject: 'needs_authentication' },
  needs_authentication: { accept: 'prior', stop: 'stopped', reject: 'needs_authentication' },
} as const satisfies Record<IntegrationState, Partial<Record<IntegrationCall, IntegrationState | 'prior'>>>;

/** The state after a call, or null when the call is illegal. `prior` is the state before `needs_authentication`. */
export function nextIntegrationState(state: IntegrationState, call: IntegrationCall, prior: IntegrationState | null): IntegrationState | null {
  const changes: Partial<Record<IntegrationCall, IntegrationState | 'prior'>> = INTEGRATION_CHANGES[state];
  const next = changes[call];
  if (next === undefined) return null;
  return next === 'prior' ? (prior ?? 'authenticated') : next;
}

/** Calls a person may make now; shown in every 409 so that the next step is clear. */
export function legalCalls(state: IntegrationState): IntegrationCall[] {
  return (Object.keys(INTEGRATION_CHANGES[state]) as IntegrationCall[]).filter((call) => call !== 'reject');
}
