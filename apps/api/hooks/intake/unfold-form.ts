type Node = { [name: string]: unknown };

const MOST_STEPS = 10;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;

/** `order[lines][0]`, `order.lines.0` → `order`, `lines`, `0`. A name that is built in no such way is one step. */
function stepsOf(name: string): readonly string[] {
  if (!/^[^[\].]+(?:\[[^[\]]*\]|\.[^[\].]+)*$/u.test(name)) return [name];
  return name.replaceAll(']', '').split(/[[.]/u);
}

/** The next free place of a list, for `ids[]`. */
const placeIn = (node: Node, step: string): string => (step === '' ? String(Object.keys(node).length) : step);

/**
 * Fields of a form as the record they were made of. Names that come again make a list. Nodes have no prototype, so that no
 * name reaches one; lists by number stay objects, as whoever reads them takes both.
 */
export function unfoldForm(fields: readonly (readonly [string, unknown])[]): unknown {
  const root = Object.create(null) as Node;
  for (const [name, value] of fields) {
    const steps = stepsOf(name);
    if (steps.length > MOST_STEPS) throw new Error('too deep');
    let node = root;
    for (const step of steps.slice(0, -1)) {
      const place = placeIn(node, step);
      const inner = node[place];
      // A text stood here under the same name: what says more replaces it.
      const next = isNode(inner) ? inner : (Object.create(null) as Node);
      node[place] = next;
      node = next;
    }
    const last = placeIn(node, steps.at(-1) ?? '');
    const before = node[last];
    if (isNode(before)) continue;
    node[last] = before === undefined ? value : [...(Array.isArray(before) ? (before as unknown[]) : [before]), value];
  }
  return root;
}
