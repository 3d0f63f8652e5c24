/** Query parameters as FastAPI reads them: of a repeated one the last counts, unknown ones are not seen, and wrong types are collected for one 422. */
import { Invalid, type Problem } from './api-error.js';

/** The largest id the database can compare; beyond it the query breaks. */
export const MOST = 2_147_483_647;

export class Query {
  private readonly problems: Problem[] = [];

  /** An unescaped `+` is a blank here, as it is there. */
  constructor(private readonly given: URLSearchParams) {}

  /** null = absent; an empty text is a text. */
  text(name: string): string | null {
    return this.given.getAll(name).at(-1) ?? null;
  }

  list(name: string): readonly string[] {
    return this.given.getAll(name);
  }

  whole(name: string): number | null {
    const value = this.text(name);
    if (value === null) return null;
    if (/^\s*[+-]?\d+(?:\.0+)?\s*$/u.test(value)) return Number(value);
    this.refuse(name, 'integer', value);
    return null;
  }

  choice(name: string, allowed: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null || allowed.includes(value)) return value;
    this.problems.push({ loc: ['query', name], kind: 'enum', input: value, allowed });
    return null;
  }

  /** A moment as it was written: local fields, and minutes of the zone (null = naive). */
  moment(name: string): Moment | null {
    const value = this.text(name);
    if (value === null) return null;
    const moment = parseMoment(value.trim());
    if (moment === null) this.refuse(name, 'date', value);
    return moment;
  }

  refuse(name: string, kind: Problem['kind'], input: unknown): void {
    this.problems.push({ loc: ['query', name], kind, input });
  }

  /** @throws Invalid when anything was wrong */
  check(): void {
    if (this.problems.length > 0) throw new Invalid(this.problems);
  }
}

/** `localMs`: the written fields as if they were UTC. */
export type Moment = { readonly localMs: number; readonly zoneMinutes: number | null };

/** `YYYY-MM-DD`, with `T` or a blank before the time, seconds and fractions optional; whole Unix seconds. */
function parseMoment(text: string): Moment | null {
  if (/^\d{9,10}$/u.test(text)) return { localMs: Number(text) * 1000, zoneMinutes: 0 };
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:?\d\d)?)?$/iu.exec(text);
  if (parts === null) return null;
  const [, day = '', time = '00:00', seconds = '00', fraction = '0', zone] = parts;
  const localMs = Date.parse(`${day}T${time}:${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
  // The calendar of JavaScript rolls 31 February over; Python's refuses it.
  if (Number.isNaN(localMs) || !new Date(localMs).toISOString().startsWith(day)) return null;
  return { localMs, zoneMinutes: zone === undefined ? null : minutesOf(zone) };
}

function minutesOf(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}
