/**
 * deploy/nginx.conf as it is, but for names, ports and certificates, in front of a gateway.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from '../crm/certificates.mjs';
import { INSERT_PATH, startCrm } from '../crm/crm.mjs';
import { encode, post } from '../crm/post.mjs';
import { needProgram, Stand, startOnFreePorts } from '../crm/servers.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from './gateway.mjs';

const CONF = join(dirname(fileURLToPath(import.meta.url)), '../../web/gateway/deploy/nginx.conf');

test('a case and an upload pass the nginx that stands in front', async () => {
  const crm = await startCrm({ token: CANARY });
  const gateway = await startGateway(crm);
  const stand = new Stand('front');
  try {
    const { ca, certFile, keyFile } = makeCertificates(stand.folder);
    const [port] = await startOnFreePorts(
      stand,
      1,
      ([free]) => {
        const server = readFileSync(CONF, 'utf8')
          .replace('listen 443 ssl http2;', `listen 127.0.0.1:${free} ssl http2;`)
          .replace('listen [::]:443 ssl http2;', '')
          .replace(/ssl_certificate .*;/, `ssl_certificate ${certFile};`)
          .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${keyFile};`)
          .replace('127.0.0.1:8090', `127.0.0.1:${gateway.port}`)
          .replace('root /srv/casement/site;', `root ${stand.folder};`);
        const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
          .map((name) => `${name}_temp_path ${stand.folder}/${name};`)
          .join(' ');
        writeFileSync(join(stand.folder, 'index.html'), 'the site');
        const isRoot = process.getuid?.() === 0;
        writeFileSync(
          join(stand.folder, 'nginx.conf'),
          `${isRoot ? 'user root;' : ''} daemon off; pid ${stand.folder}/pid; events {}
           http { access_log off; ${temporary} ${server} }`,
        );
        const log = join(stand.folder, 'nginx.log');
        const nginx = needProgram(/^nginx$/, 'nginx');
        stand.start(nginx, ['-p', stand.folder, '-e', log, '-c', join(stand.folder, 'nginx.conf')]);
      },
      ([free]) =>
        post(`https://localhost:${free}/`, { method: 'GET', ca }).then(
          ({ text }) => text === 'the site',
          () => false,
        ),
      ['nginx.log'],
    );
    const origin = `https://localhost:${port}`;
    const file = { name: 'a.pdf', bytes: Buffer.alloc(2_000_000, 'x'), type: 'application/pdf' };
    for (const entries of [Object.entries(CASE), [...Object.entries(CASE), ['file[]', file]]]) {
      const { body, headers } = await encode(/** @type {any} */ (entries));
      const answer = await post(origin + INSERT_PATH, {
        body,
        ca,
        headers: { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"`, ...headers },
      });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
    }
    assert.equal((await post(`${origin}/metrics`, { method: 'GET', ca })).status, 404);
    const [, upload] = await crm.cases();
    assert.equal(upload.files[0].size, 2_000_000);
  } finally {
    await stand.stop();
    await gateway.stop();
    await crm.stop();
  }
});
