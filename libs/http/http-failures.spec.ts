import { failureOf } from './http-failures.js';

const ABOUT = { host: 'shop.example.pl', secrets: [] };
const thrown = (code: string, syscall?: string): Error => Object.assign(new Error(`${syscall ?? ''} ${code}`), { code, ...(syscall === undefined ? {} : { syscall }) });

it.each([
  ['ECONNREFUSED', 'connect', 'no_connection'],
  ['EHOSTUNREACH', 'connect', 'no_connection'],
  ['ECONNRESET', 'connect', 'no_connection'],
  ['EADDRNOTAVAIL', 'connect', 'no_connection'],
  ['EHOSTUNREACH', 'read', 'answer_cut_off'],
  ['ECONNRESET', 'read', 'answer_cut_off'],
  ['EPIPE', 'write', 'answer_cut_off'],
  ['UND_ERR_DESTROYED', undefined, 'answer_cut_off'],
  ['EPROTO', 'write', 'answer_cut_off'],
  ['ETIMEDOUT', 'connect', 'timed_out'],
  ['CERT_HAS_EXPIRED', undefined, 'certificate_invalid'],
])('an error %s of %s means %s', (code, syscall, problem) => {
  // no_connection promises that the request has not left.
  expect(failureOf(thrown(code, syscall), ABOUT).code).toBe(problem);
  expect(failureOf(Object.assign(new Error('several'), { errors: [thrown(code, syscall)] }), ABOUT).code).toBe(problem);
});
