import { parseArgs } from 'node:util';
import { Problem } from '#tools/problem.js';

/** Texts of a program's options, by name without the dashes; a flag without a value has the text "true". */
export type Given = ReadonlyMap<string, string>;

/** Splits the command line. @throws Problem for an option this scenario does not have */
export function readOptions(args: readonly string[], withValue: readonly string[], flags: readonly string[]): Given {
  const options: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const name of withValue) options[name] = { type: 'string' };
  for (const name of flags) options[name] = { type: 'boolean' };
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    return new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
  } catch (thrown) {
    throw new Problem(`${thrown instanceof Error ? thrown.message : String(thrown)} — "npm run bench -- --help" lists what there is.`);
  }
}

export type Limits = { readonly least: number; readonly most: number };

function whole(name: string, text: string, { least, most }: Limits): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value >= least && value <= most) return value;
  throw new Problem(`--${name} must be a whole number from ${String(least)} to ${String(most)}, not "${text}".`);
}

/** A whole number. @throws Problem when it is none or outside its limits */
export function numberOption(given: Given, name: string, fallback: number, limits: Limits): number {
  const text = given.get(name);
  return text === undefined ? fallback : whole(name, text, limits);
}

/** Whole numbers separated by commas. @throws Problem as above */
export function numbersOption(given: Given, name: string, fallback: readonly number[], limits: Limits): readonly number[] {
  const text = given.get(name);
  return text === undefined ? fallback : text.split(',').map((part) => whole(name, part.trim(), limits));
}
