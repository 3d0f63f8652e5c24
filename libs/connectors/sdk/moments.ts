import { localToUtc, localToVersion } from '#libs/domain/local-time.js';
import type { SourceMoment } from '#libs/domain/records.js';
import { badField } from './map-rows.js';

/** "0000-00-00", "0000-00-00 00:00:00" and the number 0 mean that there is no date. */
const ZERO = '0000-00-00';

function textOrNone(value: unknown, field: string): string | null {
  if (value === null || value === undefined || value === '' || value === 0) return null;
  if (typeof value !== 'string') throw badField(`${field}_invalid`, field);
  const text = value.trim();
  return text === '' || text.startsWith(ZERO) ? null : text;
}

const moment = (text: string | null, field: string, ms: number | null): SourceMoment | null => {
  if (text === null) return null;
  if (ms === null) throw badField(`${field}_invalid`, field);
  return { utc: new Date(ms).toISOString(), local: text };
};

/** A local date-time of the shop. @throws RowProblem when something is there and it is no date */
export function momentOf(value: unknown, field: string, zone: string): SourceMoment | null {
  const text = textOrNone(value, field);
  return moment(text, field, text === null ? null : localToUtc(text, zone));
}

/** The same for the date of the last change, where the repeated hour of autumn counts as one instant. */
export function versionMomentOf(value: unknown, field: string, zone: string): SourceMoment | null {
  const text = textOrNone(value, field);
  return moment(text, field, text === null ? null : localToVersion(text, zone));
}

const DATE = /^\d{4}-\d{2}-\d{2}$/u;

/** A plain date such as a birthday; anything else is nothing, because no rule depends on it. */
export function dateOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim().slice(0, 10) : '';
  return DATE.test(text) && !text.startsWith('0000') && !Number.isNaN(Date.parse(text)) ? text : null;
}
