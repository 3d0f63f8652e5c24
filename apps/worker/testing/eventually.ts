const LOOK_MS = 50;

/** Looks until `condition` is true; a look that throws counts as not yet. The limit of the test itself ends a wait without end. */
export async function eventually(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (;;) {
    try {
      if (await condition()) return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
