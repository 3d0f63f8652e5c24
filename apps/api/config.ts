import { z } from 'zod';

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== ''));

/** Paths are put behind it: what belongs behind a path, or into nobody's address book, has no place in it. */
const publicUrl = z
  .url({ protocol: /^https?$/u })
  .refine((text) => URL.canParse(text) && new URL(text).username === '' && new URL(text).password === '' && !/[?#]/u.test(text), 'must have no credentials, query or fragment')
  .transform((text) => new URL(text).href.replace(/\/+$/u, ''));

/** What the API reads from its environment. The master key and the first admin key are read where they are used. */
const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().min(1).default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  SZTAFETA_MASTER_KEY_FILE: z.string().min(1).default('.data/master.key'),
  SZTAFETA_ALLOW_ADDRESSES: list,
  // Compose hands over an empty text for what is not set.
  PUBLIC_URL: z.preprocess((text) => (text === '' ? undefined : text), publicUrl.optional()),
  /** Set by the demo: shop and service share one machine, so PUBLIC_URL may be a loopback address. */
  SZTAFETA_DEMO: z.string().optional(),
});

export type ApiConfig = {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly masterKeyFile: string;
  readonly allowAddresses: readonly string[];
  /** Without a slash at the end; may have a path. */
  readonly publicUrl: string | null;
  readonly publicUrlMayBeLoopback: boolean;
};

/** @throws Error with one sentence that names every variable that is missing or wrong; values are not repeated. */
export function readConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Error(`The environment is not complete: ${wrong}`);
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    temporal: { address: values.TEMPORAL_ADDRESS, namespace: values.TEMPORAL_NAMESPACE },
    masterKeyFile: values.SZTAFETA_MASTER_KEY_FILE,
    allowAddresses: values.SZTAFETA_ALLOW_ADDRESSES,
    publicUrl: values.PUBLIC_URL ?? null,
    publicUrlMayBeLoopback: values.SZTAFETA_DEMO === '1',
  };
}
