import type { JsonObject } from '#libs/domain/words.js';

/** Values of cursors and ranges as the database gives them back; undefined for anything of another type. */
export function numberAt(object: JsonObject | null, name: string): number | undefined {
  const value = object?.[name];
  return typeof value === 'number' ? value : undefined;
}

export function textAt(object: JsonObject | null, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** A value that holds named values itself; empty where there is none. */
export function objectAt(object: JsonObject | null, name: string): JsonObject {
  const value = object?.[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
