import { createHash } from 'node:crypto';
import type { SalesManagoCredentials } from './salesmanago.schema.js';

/** What every call of API v2 carries in its body (sheet section 1). */
export type AuthBlock = { readonly clientId: string; readonly apiKey: string; readonly requestTime: number; readonly sha: string };

/**
 * The caller's own half of the signature: any text, not issued by SALESmanago (sheet section 1). Where none is given it is made
 * from the client id alone, so that it is the same on every machine and nothing has to be kept; the secrecy of the signature
 * rests on the API secret, not on this.
 */
export function apiKeyOf({ apiKey, clientId }: Pick<SalesManagoCredentials, 'apiKey' | 'clientId'>): string {
  return apiKey ?? createHash('sha256').update(`sztafeta ${clientId}`).digest('hex').slice(0, 32);
}

/** Lower-case hex SHA1(apiKey + clientId + apiSecret), UTF-8 (sheet section 1). */
export function shaOf(credentials: SalesManagoCredentials): string {
  return createHash('sha1').update(`${apiKeyOf(credentials)}${credentials.clientId}${credentials.apiSecret}`).digest('hex');
}

/** @param nowMs the request's own time, ms since 1970; it is not part of the hash. The database counts in parts of a millisecond; the API takes whole ones only. */
export function authBlock(credentials: SalesManagoCredentials, nowMs: number): AuthBlock {
  return { clientId: credentials.clientId, apiKey: apiKeyOf(credentials), requestTime: Math.floor(nowMs), sha: shaOf(credentials) };
}

/** The pair (apiKey, sha) opens the account for ever, so both are as secret as the API secret itself (sheet section 1). */
export function secretsOf(credentials: SalesManagoCredentials): readonly string[] {
  const { apiSecret, apiV3Key } = credentials;
  return [apiSecret, shaOf(credentials), apiKeyOf(credentials), ...(apiV3Key === undefined ? [] : [apiV3Key])];
}
