import type { Behaviour } from '../options.js';

/** Grosze as PHP writes an amount: 129.99, and 8 for eight. */
export function amount(grosze: number): number {
  return grosze / 100;
}

/** An empty map can arrive as `[]`. */
export function mapOf<T>({ emptyMapAsArray }: Pick<Behaviour, 'emptyMapAsArray'>, map: Readonly<Record<string, T>>): Readonly<Record<string, T>> | readonly [] {
  return emptyMapAsArray && Object.keys(map).length === 0 ? [] : map;
}
