/** One right or precondition, as the API tells it. */
export type Tick = { readonly state: string; readonly label: string; readonly required: boolean };

/** The tick list of an authentication. */
export function printTicks(ticks: readonly Tick[], log: (line: string) => void): void {
  for (const tick of ticks) log(`   [${tick.state === 'ok' ? 'x' : tick.state === 'unknown' ? '?' : ' '}] ${tick.label}${tick.required ? '' : ' (optional)'}`);
}
