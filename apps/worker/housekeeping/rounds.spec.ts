import { startRounds } from './rounds.js';

describe('startRounds', () => {
  const gate = (): { open: () => void; passed: Promise<void> } => {
    let open: () => void = () => undefined;
    const passed = new Promise<void>((resolve) => (open = resolve));
    return { open, passed };
  };

  it('begins at once, never does two rounds at a time, and outlives one that fails', async () => {
    const warnings: object[] = [];
    const { open, passed } = gate();
    let begun = 0;
    const rounds = startRounds('job', 1, { warn: (fields) => void warnings.push(fields) }, async () => {
      begun += 1;
      if (begun === 1) throw new Error('first');
      if (begun === 2) await passed;
    });
    await rounds.now();
    const second = rounds.now();
    void rounds.now();
    expect(begun).toBe(2);
    open();
    await second;
    expect(warnings).toEqual([{ job: 'job', err: new Error('first') }]);
    await rounds.stop();
  });

  it('waits for the round under way when it stops, and begins no other', async () => {
    const { open, passed } = gate();
    let ended = 0;
    const rounds = startRounds('job', 1, { warn: () => undefined }, async () => {
      await passed;
      ended += 1;
    });
    const stopped = rounds.stop();
    open();
    await stopped;
    await rounds.now();
    expect(ended).toBe(1);
  });
});
