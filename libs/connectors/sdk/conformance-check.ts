import { z } from 'zod';
import { isFailure } from '#libs/domain/failure.js';
import { missingTicks } from './check.js';
import { calm, failureFrom, openSimulated, readLane, type ConformanceHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';

type Property = { readonly title?: unknown; readonly help?: unknown };

const bilingual = expect.objectContaining({ pl: expect.stringMatching(/\S/u) as unknown, en: expect.stringMatching(/\S/u) as unknown }) as unknown;

/** Everything a person is told must be in both languages, with a way out. */
function expectHelpful(failure: { readonly text: unknown; readonly fix: unknown }): void {
  expect(failure.text).toEqual(bilingual);
  expect(failure.fix).toEqual(bilingual);
}

export function checkConformance(harness: ConformanceHarness): void {
  const stage = useStage(harness);
  const { definition } = harness;

  it('labels every credential and setting in both languages', () => {
    for (const schema of [definition.credentials, definition.settings]) {
      const { properties } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { readonly properties?: Record<string, Property> };
      expect(Object.keys(properties ?? {}).length).toBeGreaterThan(0);
      for (const property of Object.values(properties ?? {})) {
        expect(property.title).toEqual(bilingual);
        expect(property.help).toEqual(bilingual);
      }
    }
  });

  it('declares only settings it has, each as deriving or reading, never both', () => {
    const { properties } = z.toJSONSchema(definition.settings, { io: 'input', unrepresentable: 'any' }) as { readonly properties?: Record<string, unknown> };
    const known = Object.keys(properties ?? {});
    const declared = [...definition.derivingSettings, ...definition.readingSettings];
    expect(known).toEqual(expect.arrayContaining([...declared, ...definition.fieldSettings.map((field) => field.setting)]));
    expect(new Set(declared).size).toBe(declared.length);
  });

  it('names the account without secrets', () => {
    const credentials = definition.credentials.parse(stage.account.credentials);
    const shown = [definition.address(credentials), definition.accountKey(credentials), JSON.stringify(definition.info)];
    for (const secret of stage.account.secrets) for (const text of shown) expect(text).not.toContain(secret);
    expect(definition.accountKey(definition.credentials.parse(stage.account.credentials))).toBe(definition.accountKey(credentials));
  });

  it('parses its own stored credentials again to the same', () => {
    const once = definition.credentials.parse(stage.account.credentials);
    expect(definition.credentials.parse(once)).toEqual(once);
  });

  it('ticks everything for a healthy account', async () => {
    const report = await stage.opened.connector.check(calm());
    expect(missingTicks(report)).toEqual([]);
    expect(report.ticks.filter((tick) => tick.required).length).toBeGreaterThan(0);
    expect(report.ticks.filter((tick) => tick.required && tick.state !== 'ok')).toEqual([]);
    expect(JSON.parse(JSON.stringify(report.facts))).toEqual(report.facts);
    for (const secret of stage.account.secrets) expect(JSON.stringify(report)).not.toContain(secret);
  });

  it('refuses wrong credentials with credentials_rejected and a remedy', async () => {
    const wrong = openSimulated(definition, stage.account, stage.account.wrongCredentials);
    try {
      const failure = await failureFrom(() => wrong.connector.check(calm()));
      expect(failure.kind).toBe('credentials_rejected');
      expectHelpful(failure);
      expect((await failureFrom(() => wrong.connector.dictionary(calm()))).kind).toBe('credentials_rejected');
    } finally {
      await wrong.close();
    }
  });

  it('names each missing right and how to give it', async () => {
    for (const stream of stage.streams) {
      const code = stage.account.removeRight(stream.name);
      const report = await stage.opened.connector.check(calm()).catch((error: unknown) => error);
      if (isFailure(report)) {
        expect(report.kind).toBe('permission_missing');
        expectHelpful(report);
        continue;
      }
      const missing = missingTicks(report as Awaited<ReturnType<typeof stage.opened.connector.check>>);
      expect(missing.map((tick) => tick.code)).toContain(code);
      for (const tick of missing) expect(tick.fix).toEqual(bilingual);
    }
  });

  it('stops reading a stream whose right is gone with permission_missing', async () => {
    const [stream] = stage.streams;
    stage.account.removeRight(stream?.name ?? 'orders');
    expect((await failureFrom(() => readLane(stage.stream(stream?.name ?? 'orders'), 'backfill'))).kind).toBe('permission_missing');
  });

  it('tells an address that is no API from a refused key', async () => {
    stage.account.fault({ kind: 'html' });
    const failure = await failureFrom(() => stage.opened.connector.check(calm()));
    expect(['configuration_invalid', 'platform_defect']).toContain(failure.kind);
    expectHelpful(failure);
  });

  it('reports a platform that is not there as unavailable', async () => {
    await stage.account.stop();
    const failure = await failureFrom(() => stage.opened.connector.check(calm()));
    expect(failure.kind).toBe('platform_unavailable');
    expect(failure.retryable).toBe(true);
  });

  it('resolves the codes of its records', async () => {
    const entries = await stage.opened.connector.dictionary(calm());
    const keys = entries.map((entry) => `${entry.kind}/${entry.code}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(entries.filter((entry) => entry.name.trim() === '')).toEqual([]);
    const { records } = await readLane(stage.stream('orders'), 'backfill');
    const statuses = new Set(entries.filter((entry) => entry.kind === 'status').map((entry) => entry.code));
    expect(records.flatMap((record) => (record.kind === 'order' && record.status !== null && statuses.size > 0 && !statuses.has(record.status) ? [record.status] : []))).toEqual([]);
  });
}
