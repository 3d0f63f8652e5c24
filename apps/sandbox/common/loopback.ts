/** The simulator calls nobody but this machine. @throws Error for any other address */
export function checkLoopback(url: string): void {
  const { protocol, hostname } = new URL(url);
  if ((protocol !== 'http:' && protocol !== 'https:') || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    throw new Error(`The sandbox sends webhooks to the loopback address only, not to ${hostname}`);
  }
}
