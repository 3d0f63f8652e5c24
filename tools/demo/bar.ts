import { Presets, SingleBar } from 'cli-progress';

const LINE_MS = 2_000;

/** Shows how far something is: a live bar in a terminal, a line every two seconds elsewhere. */
export type Bar = { readonly show: (percent: number | null, text: string) => void; readonly end: (text: string) => void };

export function openBar(log: (line: string) => void): Bar {
  const bar = process.stdout.isTTY ? new SingleBar({ format: '  {bar} {percentage}% | {text}', hideCursor: true, etaBuffer: 1 }, Presets.shades_classic) : null;
  bar?.start(100, 0, { text: 'starting' });
  let spoken = performance.now();
  const line = (percent: number | null, text: string): void => log(`  ${percent === null ? '' : `${Math.floor(percent)} % | `}${text}`);
  return {
    show: (percent, text) => {
      bar?.update(Math.floor(percent ?? 0), { text });
      if (bar !== null || performance.now() - spoken <= LINE_MS) return;
      spoken = performance.now();
      line(percent, text);
    },
    end: (text) => {
      bar?.update(100, { text });
      bar?.stop();
      if (bar === null) line(100, text);
    },
  };
}
