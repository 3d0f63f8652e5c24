import type { Desired } from '#libs/domain/words.js';

/** `ready`: the account has accepted the credentials. `needs_authentication`: it does not any more; everything waits. */
export const DESTINATION_STATES = ['draft', 'ready', 'needs_authentication'] as const;
export type DestinationState = (typeof DESTINATION_STATES)[number];

export type DestinationCall = 'authenticate' | 'settings' | 'pause' | 'resume' | 'stop';

/** What each call writes into `desired`, and from which wishes it makes sense. */
export const WISHES = {
  pause: { desired: 'pause', from: ['run'] },
  resume: { desired: 'run', from: ['pause', 'stop'] },
  stop: { desired: 'stop', from: ['run', 'pause'] },
} as const satisfies Record<string, { desired: Desired; from: readonly Desired[] }>;
export type WishCall = keyof typeof WISHES;

/** Calls a person may make now; a draft has nothing to pause. */
export function legalDestinationCalls(state: DestinationState, desired: Desired): DestinationCall[] {
  if (state === 'draft') return ['authenticate', 'settings'];
  const wishes = (Object.keys(WISHES) as WishCall[]).filter((call) => WISHES[call].from.some((wish) => wish === desired));
  return ['authenticate', 'settings', ...wishes];
}
