/** The parts of API answers the demo reads. */
export type Ledger = { readonly read: number; readonly written: number; readonly unchanged: number; readonly excluded: number; readonly rejected: number };

export type Run = {
  readonly id: string;
  readonly integration: { readonly id: string; readonly name: string; readonly platform: string };
  readonly kind: string;
  readonly state: string;
  readonly ended: boolean;
  readonly streams: Readonly<Record<string, Ledger>>;
  readonly total: Ledger;
  readonly expected: number | null;
  readonly requests: number;
  readonly percent: number | null;
  readonly ratePerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly waiting: { readonly message: string } | null;
  readonly outcome: unknown;
};

export const LEDGER_COLUMNS = ['read', 'written', 'unchanged', 'excluded', 'rejected'] as const;

export const addsUp = (ledger: Ledger): boolean => ledger.read === ledger.written + ledger.unchanged + ledger.excluded + ledger.rejected;
