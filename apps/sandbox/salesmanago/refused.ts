/** A record or request the system does not take; the text reaches the caller in `message[]`. */
export class Refused extends Error {}
