/**
 * deploy/nginx.conf as it is, but for names, ports and certificates, in front of a gateway.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from '../../crm/certificates.mjs';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { encode, post } from '../../crm/post.mjs';
import { needProgram, Stand, startOnFreePorts } from '../../crm/servers.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

const CONF = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../web/gateway/deploy/nginx.conf',
);

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startFront>>} */
let front;

before(async () => {
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm);
  front = await startFront();
});
beforeEach(() => crm.reset());
after(async () => {
  await front?.stand.stop();
  await gateway?.stop();
  await crm?.stop();
});

async function startFront() {
  const stand = new Stand('front');
  const { ca, certFile, keyFile } = makeCertificates(stand.folder);
  writeFileSync(join(stand.folder, 'index.html'), 'the site');
  writeFileSync(join(stand.folder, 'casement.wasm'), 'wasm');
  const [port, plainPort] = await startOnFreePorts(
    stand,
    2,
    ([tls, plain]) => {
      const server = readFileSync(CONF, 'utf8')
        .replace('listen 80;', `listen 127.0.0.1:${plain};`)
        .replace('listen 443 ssl http2;', `listen 127.0.0.1:${tls} ssl http2;`)
        .replace(/listen \[::\].*;/g, '')
        .replace(/ssl_certificate .*;/, `ssl_certificate ${certFile};`)
        .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${keyFile};`)
        .replace('127.0.0.1:8090', `127.0.0.1:${gateway.port}`)
        .replace('root /srv/casement/site;', `root ${stand.folder};`);
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((name) => `${name}_temp_path ${stand.folder}/${name};`)
        .join(' ');
      writeFileSync(
        join(stand.folder, 'nginx.conf'),
        `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; pid ${stand.folder}/pid; events {}
         http { access_log off; include /etc/nginx/mime.types; ${temporary} ${server} }`,
      );
      const log = join(stand.folder, 'nginx.log');
      const nginx = needProgram(/^nginx$/, 'nginx');
      stand.start(nginx, ['-p', stand.folder, '-e', log, '-c', join(stand.folder, 'nginx.conf')]);
    },
    ([tls]) =>
      post(`https://localhost:${tls}/`, { method: 'GET', ca }).then(
        ({ text }) => text === 'the site',
        () => false,
      ),
    ['nginx.log'],
  );
  return { stand, ca, origin: `https://localhost:${port}`, plain: `http://localhost:${plainPort}` };
}

/** @param {Parameters<typeof encode>[0]} [entries] */
async function send(entries = CASE) {
  const { body, headers } = await encode(entries);
  return post(front.origin + INSERT_PATH, {
    body,
    ca: front.ca,
    headers: { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"`, ...headers },
  });
}

test('a case and an upload pass the nginx that stands in front', async () => {
  const file = { name: 'a.pdf', bytes: Buffer.alloc(2_000_000, 'x'), type: 'application/pdf' };
  for (const entries of [Object.entries(CASE), [...Object.entries(CASE), ['file[]', file]]]) {
    const answer = await send(/** @type {any} */ (entries));
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
    assert.ok(answer.headers['strict-transport-security']);
  }
  const [, upload] = await crm.cases();
  assert.equal(upload.files[0].size, 2_000_000);
});

test('what is for the operator alone stays inside', async () => {
  for (const path of ['/metrics', '/healthz', '/readyz']) {
    assert.equal(
      (await post(front.origin + path, { method: 'GET', ca: front.ca })).status,
      404,
      path,
    );
  }
});

test("a form's own path reaches the gateway", async () => {
  const { body, headers } = await encode(CASE);
  const answer = await post(`${front.origin}/portal${INSERT_PATH}`, {
    body,
    ca: front.ca,
    headers: { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"`, ...headers },
  });
  assert.equal(answer.status, 404);
  assert.equal(answer.json().error.replace(/ \(request \w+\)$/, ''), 'There is nothing here.');
});

test('the site comes with its policy, and plain HTTP leads to TLS', async () => {
  const { headers } = await post(`${front.origin}/casement.wasm`, { method: 'GET', ca: front.ca });
  assert.equal(headers['content-type'], 'application/wasm');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(String(headers['content-security-policy']), /default-src 'none'/);
  assert.ok(headers['strict-transport-security']);
  const moved = await post(`${front.plain}/x`, { method: 'GET' });
  assert.equal(moved.status, 301);
  assert.equal(moved.headers.location, 'https://localhost/x');
});

test('a case passes over HTTP/2', async () => {
  const { body, headers } = await encode(CASE);
  const session = connect(front.origin, { ca: front.ca });
  const request = session.request({
    ...{ ':method': 'POST', ':path': INSERT_PATH, origin: ORIGIN },
    ...{ 'idempotency-key': `"${makeKey()}"`, 'content-length': body.length, ...headers },
  });
  request.end(body);
  /** @type {number | undefined} */
  let status;
  request.on('response', (answered) => (status = answered[':status']));
  for await (const _ of request);
  session.close();
  assert.equal(status, 200);
  assert.equal((await crm.stats()).cases, 1);
});

test('what nginx itself refuses can be read by the page', async () => {
  // More at once than its limits allow.
  await sleep(2500);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () =>
      post(`${front.origin}${INSERT_PATH}/${makeKey()}`, {
        ...{ method: 'GET', ca: front.ca, headers: { origin: ORIGIN } },
      }),
    ),
  );
  const refused = answers.find(({ status }) => status === 429);
  assert.ok(refused, answers.map(({ status }) => status).join(' '));
  assert.equal(refused.headers['access-control-allow-origin'], ORIGIN);
  assert.equal(refused.headers['retry-after'], '2');
  assert.equal(refused.json().retry, true);

  gateway.signal('SIGKILL');
  await sleep(2500);
  const lost = await send();
  assert.equal(lost.status, 502);
  assert.equal(lost.headers['access-control-allow-origin'], ORIGIN);
  assert.equal(lost.json().retry, false);
  await gateway.restart();
});
