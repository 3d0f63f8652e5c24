import type { ValueTransformer } from 'typeorm';

/** The driver gives bigint as text; counts stay far below 2^53, so they are numbers in the code. */
export const bigintAsNumber: ValueTransformer = {
  from: (stored: string | null): number | null => (stored === null ? null : Number(stored)),
  to: (value: number | null | undefined): number | null | undefined => value,
};
