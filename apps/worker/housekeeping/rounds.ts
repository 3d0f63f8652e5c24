export type RoundsLogger = { warn(fields: object, message: string): void };

/** Work done again and again, never twice at once. */
export type Rounds = {
  /** A round now, or the one under way. */
  now(): Promise<void>;
  /** No further round; resolves when the one under way is over. */
  stop(): Promise<void>;
};

/** Runs `work` at once and then `everyMs` after each end. A round that fails is logged; the next one comes all the same. */
export function startRounds(name: string, everyMs: number, logger: RoundsLogger, work: () => Promise<void>): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let stopped = false;

  const round = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      logger.warn({ job: name, err: error }, 'round failed');
    }
  };
  const now = (): Promise<void> => {
    if (stopped) return Promise.resolve();
    clearTimeout(timer);
    running ??= round().finally(() => {
      running = null;
      if (!stopped) timer = setTimeout(() => void now(), everyMs);
    });
    return running;
  };
  void now();
  return {
    now,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
