/** Work that happens after the answer: jobs and late commits. */
export class Later {
  private readonly cancels = new Set<() => void>();
  private idlers: (() => void)[] = [];
  private stopped = false;

  /** @param ms 0 = in the next turn of the event loop */
  run(ms: number, work: () => void): void {
    if (this.stopped) return;
    const done = (): void => {
      this.cancels.delete(cancel);
      work();
      this.settle();
    };
    let cancel: () => void;
    if (ms > 0) {
      const timer = setTimeout(done, ms);
      cancel = () => { clearTimeout(timer); };
    } else {
      const immediate = setImmediate(done);
      cancel = () => { clearImmediate(immediate); };
    }
    this.cancels.add(cancel);
  }

  /** Resolves after `ms`; never when stopped before. */
  wait(ms: number): Promise<void> {
    return ms > 0 ? new Promise((resolve) => { this.run(ms, resolve); }) : Promise.resolve();
  }

  /** Resolves when nothing is to come. */
  idle(): Promise<void> {
    return this.cancels.size === 0 ? Promise.resolve() : new Promise((resolve) => this.idlers.push(resolve));
  }

  /** Gives up whatever is to come. */
  stop(): void {
    this.stopped = true;
    for (const cancel of this.cancels) cancel();
    this.cancels.clear();
    this.settle();
  }

  private settle(): void {
    if (this.cancels.size > 0) return;
    const idlers = this.idlers;
    this.idlers = [];
    for (const resolve of idlers) resolve();
  }
}
