/**
 * A foreseeable obstacle on the user's machine: a busy port, a missing program, a folder without rights.
 * The message is one sentence that says what is wrong and what to do; it is printed without a stack trace.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
}

function field(thrown: unknown, name: 'message' | 'code'): string | undefined {
  // Not `instanceof Error`: errors of Node's own modules belong to another realm inside Jest.
  const value: unknown = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Text of anything thrown, for messages. */
export function reasonOf(thrown: unknown): string {
  return field(thrown, 'message') ?? String(thrown);
}

/** Code of a system error, for example "EEXIST". */
export function codeOf(thrown: unknown): string | undefined {
  return field(thrown, 'code');
}

/** Runs a program's main function: a Problem becomes one line and exit code 1, anything else keeps its stack trace. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (thrown) {
    console.error(thrown instanceof Problem ? `\nsztafeta: ${thrown.message}` : thrown);
    process.exitCode = 1;
  }
}
