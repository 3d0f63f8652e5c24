import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** A new time-ordered identifier (UUID version 7), made in Node so that a page's rows know their ids before they are sent. */
export function newId(): string {
  return v7();
}

/** True for a lower-case UUID text: anything else must answer 404, not reach the database as a malformed value. */
export function isId(value: string): boolean {
  return UUID.test(value);
}
