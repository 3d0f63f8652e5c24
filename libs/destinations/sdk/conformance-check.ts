import { z } from 'zod';
import type { Failure } from '#libs/domain/failure.js';
import { missingTicks } from '#libs/connectors/sdk/check.js';
import { calm, failureFrom, openSimulated, type DestinationHarness } from './conformance-harness.js';
import { useStage } from './conformance-stage.js';

type Property = { readonly title?: unknown; readonly help?: unknown; readonly secret?: unknown };

const bilingual = expect.objectContaining({ pl: expect.stringMatching(/\S/u) as unknown, en: expect.stringMatching(/\S/u) as unknown }) as unknown;

const propertiesOf = (schema: z.ZodType): Record<string, Property> =>
  (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { readonly properties?: Record<string, Property> }).properties ?? {};

export function checkConformance(harness: DestinationHarness): void {
  const stage = useStage(harness);
  const { definition } = harness;

  /** The failure of a check with other credentials. */
  async function refusal(credentials: unknown): Promise<Failure> {
    const other = openSimulated(definition, stage.account, credentials);
    try {
      return await failureFrom(() => other.destination.check(calm()));
    } finally {
      await other.close();
    }
  }

  it('labels every credential and setting in both languages', () => {
    for (const schema of [definition.credentials, definition.settings]) {
      const properties = propertiesOf(schema);
      expect(Object.keys(properties).length).toBeGreaterThan(0);
      for (const { title, help } of Object.values(properties)) expect([title, help]).toEqual([bilingual, bilingual]);
    }
  });

  it('marks every credential that is a secret', () => {
    const parsed = definition.credentials.parse(stage.account.credentials) as Readonly<Record<string, unknown>>;
    const properties = propertiesOf(definition.credentials);
    const hidden = Object.entries(parsed).filter(([, value]) => typeof value === 'string' && stage.account.secrets.includes(value));
    expect(hidden.length).toBeGreaterThan(0);
    for (const [name] of hidden) expect([name, properties[name]?.secret]).toEqual([name, true]);
  });

  it('parses its own stored credentials and settings again to the same', () => {
    const credentials = definition.credentials.parse(stage.account.credentials);
    expect(definition.credentials.parse(credentials)).toEqual(credentials);
    const settings = definition.settings.parse(stage.account.settings);
    expect(definition.settings.parse(settings)).toEqual(settings);
  });

  it('names the account without secrets', () => {
    const credentials = definition.credentials.parse(stage.account.credentials);
    const shown = [definition.address(credentials), definition.accountKey(credentials), JSON.stringify(definition.info)];
    for (const secret of stage.account.secrets) for (const text of shown) expect(text).not.toContain(secret);
  });

  it('keeps a pace of its own', () => {
    const settings = definition.settings.parse(stage.account.settings);
    expect(definition.contactsPerMinute(settings)).toBeGreaterThan(0);
    expect(definition.quietMs(settings)).toBeGreaterThan(0);
    expect(definition.budget(definition.credentials.parse(stage.account.credentials), null).maxInFlight).toBeGreaterThan(0);
  });

  it('ticks everything for a healthy account', async () => {
    const report = await stage.destination.check(calm());
    expect(missingTicks(report)).toEqual([]);
    const required = report.ticks.filter((tick) => tick.required);
    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((tick) => tick.state !== 'ok')).toEqual([]);
    for (const tick of report.ticks) expect(tick.state === 'ok' ? bilingual : tick.fix).toEqual(bilingual);
    expect(JSON.parse(JSON.stringify(report.facts))).toEqual(report.facts);
    for (const secret of stage.account.secrets) expect(JSON.stringify(report)).not.toContain(secret);
  });

  it('changes nothing while it checks', async () => {
    const before = stage.account.contacts();
    await stage.destination.check(calm());
    expect([stage.account.contacts(), stage.account.mails(), stage.account.automations()]).toEqual([before, 0, 0]);
  });

  it('refuses wrong credentials with credentials_rejected and a remedy', async () => {
    const failure = await refusal(stage.account.wrongCredentials);
    expect([failure.kind, failure.text, failure.fix]).toEqual(['credentials_rejected', bilingual, bilingual]);
  });

  it('tells a closed account from wrong credentials', async () => {
    const wrong = await refusal(stage.account.wrongCredentials);
    stage.account.deactivate();
    const failure = await failureFrom(() => stage.destination.check(calm()));
    expect([failure.kind, failure.text, failure.fix]).toEqual(['credentials_rejected', bilingual, bilingual]);
    expect(failure.code).not.toBe(wrong.code);
  });

  it('ticks off what the account does not know', async () => {
    const other = openSimulated(definition, stage.account, stage.account.strangerCredentials);
    try {
      const missing = missingTicks(await other.destination.check(calm()));
      expect(missing.map((tick) => tick.code)).toEqual([stage.account.strangerTick]);
      expect(missing[0]?.fix).toEqual(bilingual);
    } finally {
      await other.close();
    }
  });

  it('says plainly that an address is the wrong one', async () => {
    const failure = await refusal(stage.account.elsewhere);
    expect([failure.kind, failure.code, failure.text, failure.fix]).toEqual(['configuration_invalid', 'endpoint_wrong', bilingual, bilingual]);
  });

  it('reports a destination that is not there as unavailable', async () => {
    await stage.account.stop();
    const failure = await failureFrom(() => stage.destination.check(calm()));
    expect([failure.kind, failure.retryable]).toEqual(['platform_unavailable', true]);
  });

  it('lists e-shops once each, those entered by hand among them', async () => {
    const known = await stage.destination.shops([], calm());
    expect(known.length).toBeGreaterThan(0);
    const [first] = known.map((shop) => shop.location);
    const shops = await stage.destination.shops(['by_hand', first ?? ''], calm());
    expect(shops.map((shop) => shop.location)).toEqual([...known.map((shop) => shop.location), 'by_hand']);
  });
}
