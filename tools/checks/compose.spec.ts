import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCompose, composeErrors, composeSchema } from './compose.js';
import { projectRoot } from '../project.js';

describe('docker-compose.yml', () => {
  const schema = composeSchema();
  const text = readFileSync(join(projectRoot(), 'docker-compose.yml'), 'utf8');

  it('follows the compose specification', () => {
    expect(checkCompose(projectRoot())).toEqual([]);
  });

  it.each([
    ['a key the specification does not know', '  api:\n', '  api:\n    prots: []\n', 'must NOT have additional properties'],
    ['a wrong type', 'replicas: 2', 'replicas: two', 'integer'],
    ['a service that nobody declares', '      postgres:\n        condition', '      postgrse:\n        condition', 'the service "postgrse", which is not declared'],
    ['a volume that nobody declares', 'postgres-data:/var', 'postgres-dato:/var', 'the volume "postgres-dato", which is not declared'],
    ['a secret that nobody declares', '    - master_key', '    - other_key', 'the secret "other_key", which is not declared'],
  ])('is refused with %s', (_case, from, to, expected) => {
    expect(text).toContain(from);
    expect(composeErrors(text.replace(from, to), schema).join('\n')).toContain(expected);
  });
});
