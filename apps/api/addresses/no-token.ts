/** Takes the place of a token no address can have, so that a broken one (`%E0`) is answered like any unknown one. */
export const NO_TOKEN = '-';
