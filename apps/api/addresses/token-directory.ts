export type TokenDirectoryOptions = {
  /** False for texts that cannot be a token: nobody is asked about them. */
  readonly isToken: (text: string) => boolean;
  readonly hashOf: (token: string) => Buffer;
  /** How long an answer is good, ms: what another process changes is noticed after this time. */
  readonly freshMs: number;
  /** Most answers kept: whoever tries tokens must not fill the memory. */
  readonly most: number;
  readonly nowMs: () => number;
};

type Entry<Target> = { readonly until: number; readonly found: Promise<Target | null> };

/** Finds what secret addresses belong to by their tokens, and remembers it for seconds. */
export class TokenDirectory<Target> {
  private readonly entries = new Map<string, Entry<Target>>();

  constructor(
    private readonly ask: (hash: Buffer) => Promise<Target | null>,
    private readonly options: TokenDirectoryOptions,
  ) {}

  /** Null for a token nobody has. @throws whatever `ask` throws */
  async find(token: string): Promise<Target | null> {
    if (!this.options.isToken(token)) return null;
    const hash = this.options.hashOf(token);
    // The token itself is not kept, so that it is in no dump of the memory either.
    const key = hash.toString('base64');
    const known = this.entries.get(key);
    if (known !== undefined && known.until > this.options.nowMs()) return await known.found;
    const found = this.ask(hash);
    const entry: Entry<Target> = { until: this.options.nowMs() + this.options.freshMs, found };
    this.entries.delete(key);
    this.entries.set(key, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.options.most) break;
      this.entries.delete(oldest);
    }
    try {
      return await found;
    } catch (error) {
      if (this.entries.get(key) === entry) this.entries.delete(key);
      throw error;
    }
  }

  /** Something has changed: nothing that was remembered before this moment is believed. */
  forget(): void {
    this.entries.clear();
  }
}
