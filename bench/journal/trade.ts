import { setTimeout as delay } from 'node:timers/promises';
import type { JournalOptions } from './options.js';
import { SCENES, type Stage } from './scenes.js';

const MINUTE_MS = 60_000;

/** Plays scene after scene at an even pace, each going on by itself, until so many orders were sold and all scenes have ended. */
export async function trade(stage: Stage, { orders, perMinute }: Pick<JournalOptions, 'orders' | 'perMinute'>, soldOut: () => void): Promise<void> {
  const playing: Promise<void>[] = [];
  for (let sold = 0; sold < orders && !stage.over(); ) {
    const { sells, play } = stage.random.pick(SCENES);
    const scene = play(stage);
    // Told below; until then it must not end the program.
    scene.catch(() => undefined);
    playing.push(scene);
    sold += sells;
    await delay((sells * MINUTE_MS) / perMinute);
  }
  soldOut();
  await Promise.all(playing);
}
