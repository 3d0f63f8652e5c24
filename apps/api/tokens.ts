/** Injection tokens of things that have no class. */
export const ADDRESS_GUARD = Symbol('AddressGuard');
export const METRICS = Symbol('Metrics');
