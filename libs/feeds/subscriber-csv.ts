import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Subscriber } from './read-subscribers.js';

/** Longest text of a cell; longer names are mistakes. */
const LONGEST = 255;
/** Ends lines, and is in no cell. */
export const LINE_END = '\r\n';
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * SALESmanago's import takes semicolons and UTF-8 (sheet section 9); which column is what is chosen in the panel. No byte order
 * mark: the file is for a program, which might take it for a part of the first heading.
 */
const FORMAT = { delimiter: ';', record_delimiter: LINE_END, escape_formulas: true } as const;

/** What the file says of everybody. */
export type CsvShape = Pick<RouteOptions, 'subscriberTag' | 'commonTag' | 'leaveOut'>;

const cell = (text: string): string => [...text.toWellFormed().replace(CONTROL, ' ').trim()].slice(0, LONGEST).join('');

function tagsOf({ subscriberTag, commonTag }: CsvShape): readonly string[] {
  return [...new Set([subscriberTag, ...(commonTag === null ? [] : [commonTag])])];
}

/** The first line: one column for each thing, as many for tags as there are. */
export function csvHead(shape: CsvShape): string {
  const names = shape.leaveOut.includes('name') ? ['email'] : ['email', 'name'];
  return stringify([[...names, ...tagsOf(shape).map((_tag, n) => `tag_${String(n + 1)}`)]], FORMAT);
}

/** One line for each. What a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLines(subscribers: readonly Subscriber[], shape: CsvShape): string {
  const tags = tagsOf(shape).map(cell);
  const named = !shape.leaveOut.includes('name');
  return stringify(subscribers.map(({ address, name }) => [address, ...(named ? [cell(name ?? '')] : []), ...tags]), FORMAT);
}

/** A file is cut by these, so that somebody who joins or leaves between two downloads moves nobody else into another part. */
export const SLICES = 256;
export const sliceOf = (address: string): number => createHash('sha256').update(address).digest()[0] ?? 0;

/** Whether a slice is in a part, from 1, of a file in that many parts: a power of two. */
export const isInPart = (slice: number, part: number, parts: number): boolean => Math.floor((slice * parts) / SLICES) === part - 1;

/** In how few parts a file has to be cut so that none is larger than that. `bytes`: of each slice, without the first line. */
export function partsFor(bytes: readonly number[], head: number, most: number): number {
  for (let parts = 1; parts < SLICES; parts *= 2) {
    const sizes = Array.from({ length: parts }, (_, n) => bytes.reduce((sum, size, slice) => (isInPart(slice, n + 1, parts) ? sum + size : sum), head));
    if (sizes.every((size) => size <= most)) return parts;
  }
  return SLICES;
}
