/** An export hands over no more than this many deliveries ahead of what the pace lets go. */
export const BACKLOG = 5_000;
