/**
 * What programs really send: each client's texts and files must be in the CRM as they were given, once held whole and
 * once passed on while they come.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startCrm } from '../../crm/crm.mjs';
import { needProgram, Stand } from '../../crm/servers.mjs';
import { clients } from './clients.mjs';
import { recorded, written } from './recorded.mjs';
import { CANARY, LOCKED, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);
/** Debian's own, which has Debian's packages. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const TEXTS = {
  'case-type': 'Request',
  contact: 'visitor@example.com',
  description: 'one\r\ntwo \u00f1',
  priority: 'low',
  form: '{}',
};

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Stand} */
let stand;

before(async () => {
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm, { fields: { file: { extensions: ['pdf', 'csv'] } } });
  stand = new Stand('files');
});
beforeEach(() => crm.reset());
after(async () => {
  await gateway?.stop();
  await crm?.stop();
  await stand?.stop();
});

/** @param {number} size of the first file */
function makeFiles(size) {
  const bytes = Buffer.from(Array.from({ length: size }, (_, i) => (i * 7) & 255));
  writeFileSync(join(stand.folder, 'a.pdf'), bytes);
  writeFileSync(join(stand.folder, 'b.csv'), 'B\r\n--');
}

const digest = (/** @type {string} */ name) =>
  createHash('sha256')
    .update(readFileSync(join(stand.folder, name)))
    .digest('hex');

/** The one case that the CRM has is the one that was sent. @param {string} client @param {string[]} names */
async function isThere(client, names) {
  const [made, ...more] = await crm.cases();
  assert.equal(more.length, 0, client);
  assert.deepEqual(made?.post, { ...TEXTS, ...LOCKED }, client);
  assert.deepEqual(
    made.files.map(({ field, name, sha256, error }) => [field, name, sha256, error]),
    names.map((name) => ['file', name, digest(name), 0]),
    client,
  );
  await crm.reset();
}

const SIZES = [
  ['held whole', 5_000],
  ['passed on', 300_000],
];

for (const [how, size] of /** @type {[string, number][]} */ (SIZES)) {
  test(`node's clients are taken: ${how}`, async () => {
    makeFiles(size);
    for (const [client, send] of Object.entries(clients)) {
      const told = await send({
        url: gateway.url,
        headers: { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"` },
        texts: TEXTS,
        folder: stand.folder,
      });
      assert.equal(told.status, 200, `${client}: ${told.text}`);
      await isThere(client, ['a.pdf', 'b.csv']);
    }
  });

  test(`the shapes of other clients are taken: ${how}`, async () => {
    makeFiles(size);
    for (const [client, shape] of Object.entries(recorded)) {
      const file = (/** @type {string} */ name) => readFileSync(join(stand.folder, name));
      const request = written(shape, [
        ...Object.entries(TEXTS).map(
          ([name, text]) => /** @type {[string, Buffer]} */ ([name, Buffer.from(text)]),
        ),
        ['file[]', file('a.pdf'), 'a.pdf', 'application/pdf'],
        ['file[]', file('b.csv'), 'b.csv', 'text/csv'],
      ]);
      const answer = await gateway.post(gateway.url, {
        body: request.body,
        headers: { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"`, ...request.headers },
      });
      assert.equal(answer.status, 200, `${client}: ${answer.text}`);
      await isThere(client, ['a.pdf', 'b.csv']);
    }
  });

  /** @type {[string, () => string[], Record<string, string[]>][]} */
  const programs = [
    [
      "Python's",
      () => [PYTHON, join(HERE, 'clients.py')],
      { requests: ['a.pdf', 'b.csv'], httpx: ['a.pdf', 'b.csv'], aiohttp: ['a.pdf', 'b.csv'] },
    ],
    [
      "PHP's",
      () => [needProgram(/^php[\d.]*$/, 'php-cli'), join(HERE, 'clients.php')],
      { 'php-curl': ['a.pdf'], guzzle: ['a.pdf', 'b.csv'] },
    ],
  ];
  for (const [whose, command, expected] of programs) {
    test(`${whose} clients are taken: ${how}`, async () => {
      makeFiles(size);
      const [program, script] = command();
      const { stdout } = await run(program, [script, gateway.url, ORIGIN, makeKey(), stand.folder]);
      const statuses = Object.fromEntries(
        stdout
          .trim()
          .split('\n')
          .map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ').trim()]),
      );
      assert.deepEqual(
        statuses,
        Object.fromEntries(Object.keys(expected).map((client) => [client, '200'])),
      );
      const made = await crm.cases();
      assert.deepEqual(
        made.map(({ post, files }) => [post, files.map(({ name, sha256 }) => [name, sha256])]),
        Object.values(expected).map((names) => [
          { ...TEXTS, ...LOCKED },
          names.map((name) => [name, digest(name)]),
        ]),
      );
    });
  }

  test(`curl is taken: ${how}`, async () => {
    makeFiles(size);
    const parts = Object.entries(TEXTS).flatMap(([name, text]) => [
      '--form-string',
      `${name}=${text}`,
    ]);
    const files = ['a.pdf', 'b.csv'].flatMap((name) => [
      '-F',
      `file[]=@${join(stand.folder, name)}`,
    ]);
    const headers = ['-H', `Origin: ${ORIGIN}`, '-H', `Idempotency-Key: "${makeKey()}"`];
    const { stdout } = await run('curl', ['-sS', ...headers, ...parts, ...files, gateway.url]);
    assert.equal(JSON.parse(stdout).code, 200, stdout);
    await isThere('curl', ['a.pdf', 'b.csv']);
  });
}

test("a page's form with an optional file that nobody chose is taken", async () => {
  const shape = recorded.go;
  const texts = Object.entries(TEXTS).map(
    ([name, text]) => /** @type {[string, Buffer]} */ ([name, Buffer.from(text)]),
  );
  const { headers, body } = written(shape, texts);
  const nothing =
    `--${shape.boundary}\r\nContent-Disposition: form-data; name="file"; filename=""\r\n` +
    'Content-Type: application/octet-stream\r\n\r\n\r\n';
  const end = body.lastIndexOf(`--${shape.boundary}--`);
  const answer = await gateway.post(gateway.url, {
    body: Buffer.concat([body.subarray(0, end), Buffer.from(nothing), body.subarray(end)]),
    headers: { origin: ORIGIN, 'idempotency-key': `"${makeKey()}"`, ...headers },
  });
  assert.equal(answer.status, 200, answer.text);
  await isThere('a form', []);
});
