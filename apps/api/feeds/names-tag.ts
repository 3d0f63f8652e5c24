/**
 * Whether `If-None-Match` names the tag (RFC 9110, 13.1.2: weakly compared). Not Express' `fresh`: that one sends everything again
 * to whoever also says `Cache-Control: no-cache`, which fetching programs add by themselves.
 */
export function namesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//u, '') === etag);
}
