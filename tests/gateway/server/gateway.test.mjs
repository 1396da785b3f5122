import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { startCrm } from '../../crm/crm.mjs';
import { encode, post } from '../../crm/post.mjs';
import { CANARY, CASE, LOCKED, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;

before(async () => {
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm, {
    fields: {
      form: [{ name: 'Serial' }, { name: 'Channel', visibility: 'locked', default: 'web' }],
    },
    limits: { answerSeconds: 2, queueSeconds: 4 },
  });
});
beforeEach(() => crm.reset());
after(async () => {
  await gateway?.stop();
  await crm?.stop();
});

const pdf = (/** @type {string} */ name, /** @type {BlobPart} */ bytes = '%PDF-1.7') => ({
  name,
  bytes,
  type: 'application/pdf',
});

test('a case reaches the CRM over TLS with the fields that the gateway writes', async () => {
  const answer = await gateway.send({ ...CASE, form: '{"Serial":"A1"}' });
  assert.equal(answer.status, 200, answer.text + gateway.log());
  const { code, error, data } = answer.json();
  assert.deepEqual([code, error, data.idPrefijo], [200, 'null', 'SOP-10482']);
  assert.equal(answer.json().retry, false);
  const [made] = await crm.cases();
  assert.deepEqual(made.post, {
    ...CASE,
    ...LOCKED,
    form: '{"Serial":"A1","Channel":"web"}',
  });
  assert.equal(made.headers['wolkvox-token'], CANARY);
});

test('every answer carries CORS headers and JSON', async () => {
  const body = 'x';
  const answers = [
    await gateway.send(),
    await gateway.send({ ...CASE, operation: 'evil' }),
    await gateway.send(CASE, { 'idempotency-key': undefined }),
    await post(gateway.url, { method: 'PUT', body, headers: { origin: ORIGIN } }),
    await gateway.ask(makeKey()),
  ];
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [200, 400, 400, 405, 404],
  );
  for (const answer of answers) {
    assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
    assert.equal(answer.headers.vary, 'Origin');
    const told = answer.json();
    const refusal = answer.status >= 400 ? ['id'] : [];
    assert.deepEqual(Object.keys(told), ['code', 'error', 'msg', 'data', 'retry', ...refusal]);
    if (answer.status >= 400)
      assert.match(told.error, new RegExp(`${answer.headers['x-request-id']}`));
  }
});

test('a preflight is answered without the CRM and ends its connection', async () => {
  const answer = await post(gateway.url, {
    method: 'OPTIONS',
    headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
  });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers['access-control-allow-origin'], ORIGIN);
  assert.match(answer.headers['access-control-allow-headers'] ?? '', /idempotency-key/);
  assert.equal(answer.headers.connection, 'close');
  assert.equal((await crm.requests()).length, 0);
});

test('another origin, none and null get 403 and no CORS header', async () => {
  for (const origin of [
    'https://evil.example',
    'null',
    undefined,
    'https://portal.example.com.evil',
  ]) {
    const answer = await gateway.send(CASE, { origin });
    assert.equal(answer.status, 403);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
    assert.equal(answer.headers.vary, 'Origin');
  }
  assert.equal((await crm.stats()).posts, 0);
});

test('a visitor cannot write a locked field, in whatever spelling', async () => {
  for (const name of ['operation', 'operation[]', ' operation', 'operation.', 'MAX_FILE_SIZE']) {
    const answer = await gateway.send({ ...CASE, [name]: 'evil' });
    assert.equal(answer.status, 400, name);
  }
  const custom = await gateway.send({ ...CASE, form: '{"Channel":"evil"}' });
  assert.equal(custom.status, 400);
  assert.equal(custom.json().data.field, 'Channel');
  assert.equal((await crm.stats()).posts, 0);
});

test("the form's rules are the gateway's too", async () => {
  /** @type {[string, Record<string, string | undefined>][]} */
  const wrong = [
    ['description', { description: undefined }],
    ['description', { description: 'x'.repeat(2501) }],
    ['contact', { contact: 'nobody' }],
    ['priority', { priority: 'urgent' }],
    ['case-type', { 'case-type': 'Poem' }],
    ['form', { form: '[]' }],
    ['Unknown', { form: '{"Unknown":"x"}' }],
  ];
  for (const [field, change] of wrong) {
    const answer = await gateway.send({ ...CASE, ...change });
    assert.equal(answer.status, 400);
    assert.equal(answer.json().data.field, field);
  }
  const files = await gateway.send([...Object.entries(CASE), ['file[]', pdf('virus.exe')]]);
  assert.equal(files.status, 400);
  assert.equal((await crm.stats()).posts, 0);
});

test('small files arrive byte for byte, several under one name', async () => {
  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7) & 255));
  const answer = await gateway.send([
    ...Object.entries(CASE),
    ['file[]', pdf('a b\u00e9.pdf', bytes)],
    ['file[]', { name: 'b.png', bytes: 'PNG\r\n--', type: 'image/png' }],
  ]);
  assert.equal(answer.status, 200, answer.text);
  const [made] = await crm.cases();
  assert.deepEqual(
    made.files.map(({ name, type, size, error }) => [name, type, size, error]),
    [
      ['a b\u00e9.pdf', 'application/pdf', 70_000, 0],
      ['b.png', 'image/png', 7, 0],
    ],
  );
  assert.equal(made.post.operation, 'acme');
});

test('large files stream through', async () => {
  const bytes = Buffer.alloc(3_000_001, 'line\r\n--');
  const answer = await gateway.send([
    ...Object.entries(CASE),
    ['file[]', pdf('a.pdf', bytes)],
    ['file[]', pdf('b.pdf', bytes)],
    ['file[]', pdf('c.pdf', 'small')],
  ]);
  assert.equal(answer.status, 200, answer.text + gateway.log());
  const [made] = await crm.cases();
  assert.deepEqual(
    made.files.map(({ size, error }) => [size, error]),
    [
      [3_000_001, 0],
      [3_000_001, 0],
      [5, 0],
    ],
  );
  assert.deepEqual({ ...made.post, form: '{}' }, { ...CASE, ...LOCKED });
});

test('the same key gives the same answer and no second case; another payload gives 422', async () => {
  const key = { 'idempotency-key': `"${makeKey()}"` };
  const first = await gateway.send(CASE, key);
  const again = await gateway.send(CASE, key);
  assert.equal(first.status, 200);
  assert.equal(again.status, 200);
  assert.equal(again.headers['idempotency-replayed'], 'true');
  assert.equal(again.text, first.text);
  const other = await gateway.send({ ...CASE, priority: 'high' }, key);
  assert.equal(other.status, 422);
  assert.equal((await crm.stats()).cases, 1);
});

test('two at once with one key make one case; the other hears that it runs', async () => {
  await crm.next({ reply: 'slow', delay: 0.5 });
  const key = makeKey();
  const header = { 'idempotency-key': `"${key}"` };
  const slow = gateway.send(CASE, header);
  await new Promise((resolve) => setTimeout(resolve, 150));
  const other = await gateway.send(CASE, header);
  assert.equal(other.status, 409);
  assert.ok(Number(other.headers['retry-after']) > 0);
  assert.equal((await gateway.ask(key)).status, 409);
  assert.equal((await slow).status, 200);
  const told = await gateway.ask(key);
  assert.equal(told.status, 200);
  assert.equal(told.json().data.idPrefijo, (await slow).json().data.idPrefijo);
  assert.equal((await crm.stats()).cases, 1);
});

test('a lost answer is unknown for good, and never sent again', async () => {
  for (const reply of ['reset', 'silence', 'truncated', 'empty', '500', '502', 'cut']) {
    await crm.reset();
    await crm.next(reply);
    const key = makeKey();
    const header = { 'idempotency-key': `"${key}"` };
    const answer = await gateway.send(CASE, header);
    assert.ok(answer.status >= 500, `${reply}: ${answer.text}`);
    assert.equal(answer.json().retry, false, reply);
    const again = await gateway.send(CASE, header);
    assert.equal(again.status, 409, reply);
    assert.equal((await gateway.ask(key)).status, 409, reply);
    assert.ok((await crm.requests()).length === 1, reply);
  }
});

test('a refusal of the CRM is told with its words, and kept', async () => {
  await crm.next('400');
  const key = { 'idempotency-key': `"${makeKey()}"` };
  const answer = await gateway.send(CASE, key);
  assert.equal(answer.status, 400);
  assert.match(answer.json().error, /SOME PARAMETERS ARE REQUIRED/);
  assert.equal((await gateway.send(CASE, key)).headers['idempotency-replayed'], 'true');
});

test('a busy CRM is waited for, but not for ever; a limit that is used up is told at once', async () => {
  await crm.next({ reply: '403-simultaneous', times: 2 });
  const key = makeKey();
  assert.equal((await gateway.send(CASE, { 'idempotency-key': `"${key}"` })).status, 200);
  assert.equal((await crm.stats()).cases, 1);
  for (const reply of ['403-simultaneous', '403-limit']) {
    await crm.reset();
    await crm.next({ reply, times: 'always' });
    const refused = await gateway.send();
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers['retry-after']) > 0);
    const tries = (await crm.requests()).length;
    assert.ok(reply === '403-limit' ? tries === 1 : tries > 2, `${tries} tries`);
  }
});

test('other files behind the first are another payload', async () => {
  const key = { 'idempotency-key': `"${makeKey()}"` };
  const large = pdf('a.pdf', Buffer.alloc(400_000, 'x'));
  const send = (/** @type {string} */ name) =>
    gateway.send([...Object.entries(CASE), ['file[]', large], ['file[]', pdf(name)]], key);
  assert.equal((await send('b.pdf')).status, 200);
  assert.equal((await send('c.pdf')).status, 422);
  const again = await send('b.pdf');
  assert.deepEqual([again.status, again.headers['idempotency-replayed']], [200, 'true']);
  assert.equal((await crm.stats()).cases, 1);
});

test('more cases than the CRM takes at once wait for their turn', async () => {
  await crm.next({ reply: 'slow', delay: 0.1, times: 'always' });
  const answers = await Promise.all(Array.from({ length: 12 }, () => gateway.send()));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal((await crm.stats()).cases, 12);
});

test('a connection to the CRM serves one case after the other', async () => {
  for (let i = 0; i < 3; i++) assert.equal((await gateway.send()).status, 200);
  const connections = new Set((await crm.requests()).map(({ connection }) => connection));
  assert.equal(connections.size, 1);
});

test('an upload that breaks off makes no case and leaves its key free', async () => {
  const key = makeKey();
  const { headers, body } = await encode([
    ...Object.entries(CASE),
    ['file[]', pdf('a.pdf', Buffer.alloc(2_000_000, 'x'))],
  ]);
  async function* half() {
    yield body.subarray(0, 1_000_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    throw new Error('the phone is gone');
  }
  await assert.rejects(
    post(gateway.url, {
      body: half(),
      headers: {
        origin: ORIGIN,
        'idempotency-key': `"${key}"`,
        'content-length': body.length,
        ...headers,
      },
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal((await gateway.ask(key)).status, 404);
  assert.equal((await crm.stats()).cases, 0);
});

test('a body that is refused early is drained, so that its answer can be read', async () => {
  const answer = await gateway.send([
    ...Object.entries({ ...CASE, operation: 'evil' }),
    ['file[]', pdf('a.pdf', Buffer.alloc(20_000_000, 'x'))],
  ]);
  assert.equal(answer.status, 400);
  assert.match(answer.json().error, /name-locked/);
});

test('no part of the token is left where the words of the CRM are cut', async () => {
  for (let room = 185; room <= 200; room += 3) {
    const error = `${'x'.repeat(room)}${CANARY}`;
    await crm.next({ reply: 'raw', status: 400, body: JSON.stringify({ code: 400, error }) });
    const answer = await gateway.send();
    assert.equal(answer.status, 400);
    assert.ok(!answer.text.includes('xcan'), answer.text);
  }
});

test('the token is nowhere but at the CRM', async () => {
  await crm.next({ reply: 'raw', status: 403, body: `{"code":403,"error":"no ${CANARY} here"}` });
  const answer = await gateway.send();
  assert.equal(answer.status, 403);
  assert.doesNotMatch(answer.text, new RegExp(CANARY));
  assert.doesNotMatch(await gateway.metrics(), new RegExp(CANARY));
  assert.doesNotMatch(gateway.log(), new RegExp(CANARY));
});
