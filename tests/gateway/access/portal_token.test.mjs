/**
 * The portal's token over HTTP: signed with openssl's keys in each of the four ways, and forged in all that are known.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { Stand } from '../../crm/servers.mjs';
import { CANARY, CASE, startGateway } from '../support/gateway.mjs';

const KEYS = {
  RS256: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  ES256: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  EdDSA: ['ED25519'],
};
const AUDIENCE = 'casement';
const CONTACT = 'signed-in@example.com';
const { contact: _, ...OWN } = CASE;

/** @type {Stand} */
let keys;
/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;

before(async () => {
  keys = new Stand('keys');
  const openssl = (/** @type {string[]} */ ...words) =>
    execFileSync('openssl', words, { cwd: keys.folder, stdio: ['ignore', 'pipe', 'ignore'] });
  for (const owner of ['portal', 'stranger']) {
    writeFileSync(join(keys.folder, `${owner}-HS256.pub`), openssl('rand', '-hex', '32'));
    for (const [name, kind] of Object.entries(KEYS)) {
      openssl('genpkey', '-algorithm', ...kind, '-out', `${owner}-${name}.key`);
      openssl('pkey', '-in', `${owner}-${name}.key`, '-pubout', '-out', `${owner}-${name}.pub`);
    }
  }
  crm = await startCrm({ token: CANARY });
});
beforeEach(() => crm.reset());
after(async () => {
  await crm?.stop();
  await keys?.stop();
});

const keyOf = (/** @type {string} */ name) => readFileSync(join(keys.folder, name), 'utf8');
const encoded = (/** @type {object | Buffer} */ part) =>
  (Buffer.isBuffer(part) ? part : Buffer.from(JSON.stringify(part))).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

/**
 * @param {string} algorithm
 * @param {string} message
 * @param {string} owner whose key
 */
function signatureOf(algorithm, message, owner) {
  const bytes = Buffer.from(message);
  if (algorithm === 'none') return Buffer.alloc(0);
  if (algorithm === 'HS256') {
    return createHmac('sha256', keyOf(`${owner}-HS256.pub`).trim())
      .update(bytes)
      .digest();
  }
  const key = keyOf(`${owner}-${algorithm}.key`);
  if (algorithm === 'EdDSA') return sign(null, bytes, key);
  return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' });
}

/**
 * @param {string} algorithm
 * @param {object} [change]
 * @param {object} [change.claims]
 * @param {object} [change.header]
 * @param {string} [change.owner]
 */
function tokenOf(algorithm, { claims = {}, header = {}, owner = 'portal' } = {}) {
  const all = { aud: AUDIENCE, exp: now() + 300, contact: CONTACT, ...claims };
  const message = `${encoded({ alg: algorithm, typ: 'JWT', ...header })}.${encoded(all)}`;
  return `${message}.${encoded(signatureOf(algorithm, message, owner))}`;
}

for (const algorithm of ['HS256', 'RS256', 'ES256', 'EdDSA']) {
  test(`a token signed with ${algorithm} names the contact, and no other token does`, async () => {
    const keyFile = join(keys.folder, `portal-${algorithm}.pub`);
    const gateway = await startGateway(crm, {
      form: { contactToken: { algorithm, keyFile, audience: AUDIENCE, skew: 5 } },
    });
    const send = (
      /** @type {string | undefined} */ token,
      /** @type {Record<string, string>} */ entries = OWN,
    ) => gateway.send(entries, { authorization: token && `Bearer ${token}` });
    try {
      const good = tokenOf(algorithm);
      const told = await send(good);
      assert.equal(told.status, 200, told.text);
      const many = await send(tokenOf(algorithm, { claims: { aud: ['other', AUDIENCE] } }));
      assert.equal(many.status, 200, many.text);
      assert.equal((await send(tokenOf(algorithm, { claims: { exp: now() - 2 } }))).status, 200);
      const made = await crm.cases();
      assert.deepEqual(new Set(made.map(({ post }) => post.contact)), new Set([CONTACT]));
      await crm.reset();

      const [head, payload, signature] = good.split('.');
      const swapped = encoded({ aud: AUDIENCE, exp: now() + 300, contact: 'boss@example.com' });
      const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      /** @type {Record<string, string | undefined>} */
      const wrong = {
        'none at all': undefined,
        "a stranger's key": tokenOf(algorithm, { owner: 'stranger' }),
        'no signature': tokenOf('none'),
        'another claim under the signature': `${head}.${swapped}.${signature}`,
        'a changed signature': `${head}.${payload}.${flipped}`,
        'an empty signature': `${head}.${payload}.`,
        expired: tokenOf(algorithm, { claims: { exp: now() - 60 } }),
        'no end': tokenOf(algorithm, { claims: { exp: undefined } }),
        'an end that is text': tokenOf(algorithm, { claims: { exp: `${now() + 300}` } }),
        'not yet valid': tokenOf(algorithm, { claims: { nbf: now() + 60 } }),
        'issued tomorrow': tokenOf(algorithm, { claims: { iat: now() + 86_400 } }),
        'for another audience': tokenOf(algorithm, { claims: { aud: 'others' } }),
        'for nobody': tokenOf(algorithm, { claims: { aud: undefined } }),
        'no contact': tokenOf(algorithm, { claims: { contact: undefined } }),
        'critical extensions': tokenOf(algorithm, { header: { crit: ['exp'] } }),
        'alg in other letters': tokenOf(algorithm, { header: { alg: algorithm.toLowerCase() } }),
      };
      for (const other of ['HS256', 'RS256', 'ES256', 'EdDSA']) {
        if (other !== algorithm) wrong[`signed with ${other}`] = tokenOf(other);
      }
      if (algorithm !== 'HS256') {
        // The classic: the public key as everybody has it, taken for a secret.
        const message = `${encoded({ alg: 'HS256' })}.${payload}`;
        const mac = createHmac('sha256', keyOf(`portal-${algorithm}.pub`))
          .update(message)
          .digest();
        wrong['the public key as a secret'] = `${message}.${encoded(mac)}`;
      }
      for (const [name, token] of Object.entries(wrong)) {
        const answer = await send(token);
        assert.equal(answer.status, 401, `${name}: ${answer.text}`);
        assert.equal(answer.json().retry, false, name);
      }
      const own = await send(good, CASE);
      assert.equal(own.status, 400, own.text);
      assert.match(own.json().error, /contact|name-locked/);
      assert.equal((await crm.stats()).posts, 0);
    } finally {
      await gateway.stop();
    }
  });
}

test("another visitor's token does not open the answer to a key", async () => {
  const keyFile = join(keys.folder, 'portal-HS256.pub');
  const contactToken = { algorithm: 'HS256', keyFile, audience: AUDIENCE };
  const gateway = await startGateway(crm, { form: { contactToken } });
  try {
    const key = `"${'k'.repeat(32)}"`;
    const send = (/** @type {string} */ contact) =>
      gateway.send(OWN, {
        'idempotency-key': key,
        authorization: `Bearer ${tokenOf('HS256', { claims: { contact } })}`,
      });
    assert.equal((await send('a@example.com')).status, 200);
    assert.equal((await send('b@example.com')).status, 422);
    assert.equal((await send('a@example.com')).headers['idempotency-replayed'], 'true');
  } finally {
    await gateway.stop();
  }
});
