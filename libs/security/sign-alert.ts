import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** Headers of a signed message (Standard Webhooks): the receiver checks them with any of its libraries. */
export type SignatureHeaders = { readonly 'webhook-id': string; readonly 'webhook-timestamp': string; readonly 'webhook-signature': string };

/** A signing secret in the form the specification asks for. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * Signs id, time and body (HMAC-SHA256). The id stays the same when a message is sent again, so that the receiver can
 * drop the copy; the time is that of the sending.
 */
export function signAlert(message: { readonly secret: string; readonly id: string; readonly at: Date; readonly body: string }): SignatureHeaders {
  const signature = new Webhook(message.secret).sign(message.id, message.at, message.body);
  return { 'webhook-id': message.id, 'webhook-timestamp': String(Math.floor(message.at.getTime() / 1_000)), 'webhook-signature': signature };
}
