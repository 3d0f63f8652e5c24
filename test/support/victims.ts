import type { ServiceHouse } from './service-house.js';

export type Victim = 'worker' | 'api' | 'postgres' | 'temporal';

/** Present pid of a part of the service; it changes when the part is killed and started again. */
export function pidOf(house: ServiceHouse, victim: Victim): number | undefined {
  const { service } = house;
  if (victim === 'worker') return service.worker.pid();
  if (victim === 'api') return service.api.pid();
  return (victim === 'postgres' ? service.stack.postgres : service.stack.temporal)?.current().pid;
}

const readSoFar = async (house: ServiceHouse): Promise<number> =>
  house.dataSource.query<{ n: number }[]>(`select coalesce(sum(read), 0)::int as n from part`).then((rows) => rows[0]?.n ?? 0).catch(() => -1);

/** A small generator with a fixed seed, so that a failing sequence can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Kills the victims one after another with -9 at seeded marks of progress towards `total` records; gives how many it got. */
export async function killAtMarks(house: ServiceHouse, victims: readonly Victim[], total: number, seed: number): Promise<number> {
  const random = seeded(seed);
  let kills = 0;
  for (const [index, victim] of victims.entries()) {
    // Seeded moments, measured in progress instead of time.
    const mark = (total * (index + random())) / (victims.length + 1);
    for (let now = await readSoFar(house); now < mark; now = await readSoFar(house)) await new Promise((resolve) => setTimeout(resolve, 5));
    const pid = pidOf(house, victim);
    if (pid === undefined) continue;
    process.kill(pid, 'SIGKILL');
    kills += 1;
  }
  return kills;
}
