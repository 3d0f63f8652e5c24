import { csvHead, csvLines, isInPart, partsFor, sliceOf, SLICES, type CsvShape } from './subscriber-csv.js';

const SHAPE: CsvShape = { subscriberTag: 'newsletter', commonTag: 'idosell', leaveOut: [] };
const line = (name: string | null, shape: Partial<CsvShape> = {}): string => csvLines([{ address: 'a@example.com', name }], { ...SHAPE, ...shape });

describe('the file of subscribers', () => {
  it('has a heading and a line for each, with semicolons', () => {
    expect(csvHead(SHAPE)).toBe('email;name;tag_1;tag_2\r\n');
    expect(csvLines([{ address: 'a@example.com', name: 'Żaneta Próbna' }, { address: 'b@example.com', name: null }], SHAPE)).toBe('a@example.com;Żaneta Próbna;newsletter;idosell\r\nb@example.com;;newsletter;idosell\r\n');
    expect(csvLines([], SHAPE)).toBe('');
  });

  it('has a column for each tag once, and no name where that is left out', () => {
    expect(csvHead({ ...SHAPE, commonTag: null })).toBe('email;name;tag_1\r\n');
    expect(csvHead({ ...SHAPE, commonTag: 'newsletter' })).toBe('email;name;tag_1\r\n');
    expect(csvHead({ ...SHAPE, leaveOut: ['name'] })).toBe('email;tag_1;tag_2\r\n');
    expect(line('Anna', { leaveOut: ['name'] })).toBe('a@example.com;newsletter;idosell\r\n');
  });

  it.each(['=1+1', '+48600', '-2', '@SUM(A1)', '＝1', '＋1', '－1', '＠x', '\t=1', '\r=1', '  =1', '=HYPERLINK("https://evil.example";"x")'])('makes no formula of %j', (name) => {
    const [, written = ''] = /^a@example\.com;"?(.*?)"?;newsletter/u.exec(line(name)) ?? [];
    expect(written.startsWith("'")).toBe(true);
    expect(line('Anna', { commonTag: name })).toMatch(/;"?'/u);
  });

  it('keeps one line a person, whatever a name holds', () => {
    expect(line('Anna;Nowak "A"\r\n=1\u2028x\u0000')).toBe('a@example.com;"Anna;Nowak ""A"" =1 x";newsletter;idosell\r\n');
    expect(line('\uD83D')).toBe('a@example.com;\uFFFD;newsletter;idosell\r\n');
    expect(line('😀'.repeat(300))).toBe(`a@example.com;${'😀'.repeat(255)};newsletter;idosell\r\n`);
  });

  it('is cut into the fewest parts that are small enough', () => {
    const even = Array.from({ length: SLICES }, () => 100);
    expect(partsFor(even, 10, 25_610)).toBe(1);
    expect(partsFor(even, 10, 25_609)).toBe(2);
    expect(partsFor(even, 10, 12_809)).toBe(4);
    expect(partsFor(even, 10, 1)).toBe(SLICES);
    // All in one slice: cutting helps nobody else.
    expect(partsFor([300, ...even.slice(1).map(() => 0)], 10, 310)).toBe(1);
  });

  it('has everybody in exactly one part', () => {
    for (const parts of [1, 2, 4, 64, 256]) {
      for (let slice = 0; slice < SLICES; slice += 1) {
        expect(Array.from({ length: parts }, (_, n) => isInPart(slice, n + 1, parts)).filter(Boolean)).toHaveLength(1);
      }
    }
    expect(new Set(Array.from({ length: 5_000 }, (_, n) => sliceOf(`a${String(n)}@example.com`))).size).toBe(SLICES);
  });
});
