/**
 * A certificate authority of the test's own, and the certificate that it signed for localhost and 127.0.0.1, or for
 * other names, good for a server and for a client; one that is over already, on request.
 */
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sweepFaketime } from './faketime.mjs';

/**
 * @typedef {object} Certificates
 * @property {string} ca the authority's certificate, PEM
 * @property {string} caFile
 * @property {string} certFile
 * @property {string} keyFile
 * @property {string} spki SHA-256 of the public key, base64, as Chromium's
 *   --ignore-certificate-errors-spki-list wants it
 */

const CONFIG = (/** @type {string} */ names) => `
[req]
distinguished_name = name
prompt = no
[name]
CN = Casement tests
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = ${names}
`;

/**
 * @param {string} folder where the files go
 * @param {object} [leaf]
 * @param {string} [leaf.names]
 * @param {number} [leaf.days] how long it is valid; negative: it has ended so long ago
 * @param {string} [leaf.made] when, as Debian's faketime writes it; default now
 * @returns {Certificates}
 */
export function makeCertificates(
  folder,
  { names = 'DNS:localhost, IP:127.0.0.1', days = 7, made } = {},
) {
  if (made) sweepFaketime();
  const [program, ...before] = made ? ['faketime', '-f', made, 'openssl'] : ['openssl'];
  /** @param {string} command in the folder, so that no path is in the way of its words */
  const openssl = (command) =>
    execFileSync(program, [...before, ...command.split(' ')], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const file = (/** @type {string} */ name) => join(folder, name);
  const request = 'req -config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';

  writeFileSync(file('openssl.cnf'), CONFIG(names));
  openssl(`${request} -x509 -extensions authority -days 7 -keyout ca.key -out ca.pem`);
  openssl(`${request} -subj /CN=localhost -keyout leaf.key -out leaf.csr`);
  openssl(
    `x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -set_serial 2 -days ${days} ` +
      '-extfile openssl.cnf -extensions leaf -out leaf.pem',
  );

  const { publicKey } = new X509Certificate(readFileSync(file('leaf.pem')));
  const spki = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' }));
  return {
    ca: readFileSync(file('ca.pem'), 'utf8'),
    caFile: file('ca.pem'),
    certFile: file('leaf.pem'),
    keyFile: file('leaf.key'),
    spki: spki.digest('base64'),
  };
}
