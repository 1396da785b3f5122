/** Servers that send cases themselves, and the recipes of docs/gateway-clients.md as they stand there. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { encode, post } from '../../crm/post.mjs';
import { needProgram, Stand } from '../../crm/servers.mjs';
import { CANARY, CASE, LOCKED, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const run = promisify(execFile);
/** Debian's own, which has Debian's packages. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const BEARER = randomBytes(32).toString('hex');
const SECRET = randomBytes(32).toString('hex');

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Stand} */
let stand;

before(async () => {
  crm = await startCrm({ token: CANARY });
  stand = new Stand('recipes');
  writeFileSync(join(stand.folder, 'bearer.key'), `${BEARER}\n`);
  writeFileSync(join(stand.folder, 'portal.key'), `${SECRET}\n`);
  const keyFile = (/** @type {string} */ name) => join(stand.folder, name);
  gateway = await startGateway(crm, {
    form: {
      clients: [
        { name: 'plain', keyFile: keyFile('bearer.key'), fields: ['responsible'], requests: 6 },
        { name: 'portal', keyFile: keyFile('portal.key'), signed: true, fields: ['owner'] },
      ],
    },
    limits: { addressRequests: 1000 },
  });
});
beforeEach(() => crm.reset());
after(async () => {
  assert.ok(![BEARER, SECRET].some((key) => gateway.log().includes(key)), 'a key is in the log');
  await gateway?.stop();
  await crm?.stop();
  await stand?.stop();
});

const ticket = () => `ticket-${makeKey().slice(0, 12)}`;

/** @param {Record<string, string>} texts @param {Record<string, string>} headers */
async function send(texts, headers) {
  const { body, headers: own } = await encode(texts);
  return post(gateway.url, { body, headers: { ...own, ...headers } });
}

/** @param {Record<string, string>} texts @param {string} key @param {{ method?: string, path?: string, time?: number, secret?: string, client?: string }} [other] */
function signed(texts, key, other = {}) {
  const { method = 'POST', path = INSERT_PATH, secret = SECRET, client = 'portal' } = other;
  const time = other.time ?? Math.floor(Date.now() / 1000);
  const listed = Object.entries(texts)
    .flat()
    .map((text) => `${Buffer.byteLength(text)}:${text}`)
    .join('');
  const digest = createHash('sha256').update(listed).digest('hex');
  const text = [method, path, time, key, digest].join('\n');
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return {
    authorization: `Casement-HMAC-SHA256 client=${client}, time=${time}, signature=${signature}`,
    ...(method === 'POST' ? { 'idempotency-key': `"${key}"` } : {}),
  };
}

const bearer = (/** @type {string} */ key) => ({
  authorization: `Bearer ${BEARER}`,
  'idempotency-key': `"${key}"`,
});

test('a key stands for an origin and opens the fields that are listed for it', async () => {
  const key = ticket();
  const answer = await send({ ...CASE, responsible: 'night@acme' }, bearer(key));
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
  const [made] = await crm.cases();
  assert.deepEqual(made.post, { ...CASE, ...LOCKED, responsible: 'night@acme' });
  const again = await send({ ...CASE, responsible: 'night@acme' }, bearer(key));
  assert.equal(again.headers['idempotency-replayed'], 'true');
  const other = await send({ ...CASE, owner: 'evil@acme' }, bearer(ticket()));
  assert.equal(other.status, 400);
  const plain = await send(CASE, bearer(ticket()));
  assert.equal(plain.status, 200);
  assert.equal((await crm.cases()).at(-1)?.post.responsible, LOCKED.responsible);
});

test('without the key, with another or with another client nothing is opened', async () => {
  for (const headers of [
    { 'idempotency-key': `"${makeKey()}"` },
    { ...bearer(makeKey()), authorization: `Bearer ${SECRET}` },
    { ...bearer(makeKey()), authorization: `Bearer ${BEARER.slice(1)}` },
    { ...bearer(makeKey()), authorization: 'Bearer ' },
  ]) {
    assert.equal((await send(CASE, headers)).status, 403);
  }
  // A page has no other fields, whatever it says it is.
  const page = { ...bearer(makeKey()), origin: ORIGIN, authorization: 'Bearer x' };
  assert.equal((await send({ ...CASE, responsible: 'night@acme' }, page)).status, 400);
  assert.equal((await crm.stats()).posts, 0);
});

test('a signature is of one request, one client and five minutes', async () => {
  const texts = { ...CASE, owner: 'night@acme' };
  const now = Math.floor(Date.now() / 1000);
  const key = ticket();
  const fine = signed(texts, key);
  const wrong = [
    signed({ ...texts, owner: 'other@acme' }, key),
    signed(texts, ticket()).authorization,
    signed(texts, key, { path: `${INSERT_PATH}x` }),
    signed(texts, key, { method: 'GET' }),
    signed(texts, key, { time: now - 310 }),
    signed(texts, key, { time: now + 310 }),
    signed(texts, key, { secret: BEARER }),
    signed(texts, key, { client: 'plain' }),
    signed(texts, key, { client: 'nobody' }),
    { authorization: 'Casement-HMAC-SHA256 client=portal' },
    { authorization: fine.authorization.slice(0, -1) },
    { authorization: fine.authorization.replace(/time=(\d+)/, `time=${now + 1}`) },
  ];
  for (const each of wrong) {
    const authorization = typeof each === 'string' ? each : each.authorization;
    const answer = await send(texts, { ...fine, authorization });
    assert.equal(answer.status, 401, authorization);
    assert.match(answer.json().error, /^Authorization: /);
  }
  assert.equal((await crm.stats()).posts, 0);
  const answer = await send(texts, fine);
  assert.equal(answer.status, 200, answer.text);
  const [made] = await crm.cases();
  assert.equal(made.post.owner, 'night@acme');
});

test("a client's keys are its own", async () => {
  const key = makeKey();
  assert.equal((await send(CASE, bearer(key))).status, 200);
  assert.equal((await gateway.ask(key)).status, 404);
  const url = `${gateway.url}/${key}`;
  const mine = await post(url, { method: 'GET', headers: { authorization: `Bearer ${BEARER}` } });
  assert.equal(mine.status, 200);
  const path = `${INSERT_PATH}/${key}`;
  const other = await post(url, {
    method: 'GET',
    headers: signed({}, '', { method: 'GET', path }),
  });
  assert.equal(other.status, 404);
  const false_ = signed({}, '', { method: 'GET', path, secret: BEARER });
  assert.equal((await post(url, { method: 'GET', headers: false_ })).status, 401);
  // A page cannot ask for a key that can be guessed, nor send one.
  assert.equal((await gateway.ask(ticket())).status, 404);
  const page = { origin: ORIGIN, 'idempotency-key': `"${ticket()}"` };
  assert.equal((await send(CASE, page)).status, 400);
});

test('a client has a rate of its own', async () => {
  let limited = 0;
  for (let i = 0; i < 8; i++)
    limited += (await send(CASE, bearer(ticket()))).status === 429 ? 1 : 0;
  assert.ok(limited >= 2, `${limited} of 8`);
  assert.equal((await send(CASE, signed(CASE, ticket()))).status, 200);
});

test('the recipes of the documentation make cases as they stand there', async () => {
  const text = readFileSync(join(ROOT, 'docs/gateway-clients.md'), 'utf8');
  /** @type {[string, string, string[]][]} */
  const recipes = [
    ['php', 'recipe.php', [needProgram(/^php[\d.]*$/, 'php-cli')]],
    ['js', 'recipe.mjs', [process.execPath]],
    ['python', 'recipe.py', [PYTHON]],
  ];
  for (const [language, name, [program]] of recipes) {
    const code = new RegExp('```' + language + '\\n(.*?)```', 's').exec(text)?.[1];
    assert.ok(code, language);
    writeFileSync(join(stand.folder, name), code);
    const env = { ...process.env, CASEMENT_URL: gateway.url, CASEMENT_KEY: SECRET };
    const { stdout } = await run(program, [join(stand.folder, name)], { env });
    assert.equal(JSON.parse(stdout).code, 200, `${language}: ${stdout}`);
    const [made] = await crm.cases();
    assert.equal(made.post.owner, 'night@acme');
    assert.equal(made.post.description, 'The printer prints\r\nonly stars.');
    await crm.reset();
  }
});
