import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { StreamName } from '#libs/domain/words.js';
import { ApiProblem } from '../http/problem.js';

/** The platforms this installation can connect. */
export class ConnectorCatalog {
  constructor(readonly all: readonly ConnectorDefinition[]) {}

  /** False also for a platform without a connector. */
  isReadById(platform: string, stream: StreamName): boolean {
    return this.all.find((connector) => connector.platform === platform)?.readByIds.includes(stream) === true;
  }

  /** @throws ApiProblem 422 for a platform without a connector */
  of(platform: string): ConnectorDefinition {
    const found = this.all.find((connector) => connector.platform === platform);
    if (found !== undefined) return found;
    throw new ApiProblem({
      status: 422,
      code: 'platform_unknown',
      message: { pl: `Platforma „${platform}” nie jest jeszcze obsługiwana.`, en: `Platform "${platform}" is not supported yet.` },
      fix: { pl: 'Wybierz platformę z listy GET /platforms.', en: 'Choose a platform from GET /platforms.' },
    });
  }
}
