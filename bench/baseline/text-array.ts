const TEXT_OID = 25;

/** A text[] parameter in PostgreSQL's binary format: bodies are neither escaped nor parsed. At least one item. */
export function textArray(items: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32BE(1, 0);
  head.writeInt32BE(TEXT_OID, 8);
  head.writeInt32BE(items.length, 12);
  head.writeInt32BE(1, 16);
  const parts: Buffer[] = [head];
  for (const item of items) {
    const size = Buffer.allocUnsafe(4);
    size.writeInt32BE(item.length, 0);
    parts.push(size, item);
  }
  return Buffer.concat(parts);
}
