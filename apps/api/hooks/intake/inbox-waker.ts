import type { FlowOwner } from '#libs/temporal/search-attributes.js';
import { Waker, type WakerOptions } from '../../temporal/waker.js';

/** Wakes the flow that applies an inbox. */
export class InboxWaker extends Waker<FlowOwner> {
  constructor(options: Omit<WakerOptions<FlowOwner>, 'keyOf'>) {
    super({ ...options, keyOf: (owner) => owner.integrationId });
  }
}
