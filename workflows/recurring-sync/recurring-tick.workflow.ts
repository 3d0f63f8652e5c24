import { book } from '../drive-run/steps.js';

/**
 * What a schedule starts. A schedule adds the time to the id of every flow it starts, so it cannot start the one with the
 * fixed id itself; this stub wakes that one and ends.
 */
export async function recurringTick(input: { readonly integrationId: string }): Promise<void> {
  await book.wakeRecurring(input);
}
