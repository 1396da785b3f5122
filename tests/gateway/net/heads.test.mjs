/**
 * Every limit of a request's head, one below, at and one above; and heads that two servers could read differently.
 */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { until } from '../../crm/until.mjs';
import { CANARY, CASE, makeKey, ORIGIN, startGateway } from '../support/gateway.mjs';
import { openRaw, writtenBody, writtenCase } from '../support/raw.mjs';

/** @type {Awaited<ReturnType<typeof startCrm>>} */
let crm;
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
before(async () => {
  crm = await startCrm({ token: CANARY });
  gateway = await startGateway(crm, { limits: { drainSeconds: 1 } });
});
beforeEach(() => crm.reset());
after(async () => {
  await gateway?.stop();
  await crm?.stop();
});

/** @param {string} bytes */
async function answerTo(bytes) {
  const raw = await openRaw(gateway.port);
  raw.write(bytes);
  const answer = await raw.answer();
  raw.socket.destroy();
  return answer;
}

/**
 * @param {Parameters<typeof writtenCase>[1]} [headers]
 * @param {Parameters<typeof writtenCase>[0]} [wanted]
 */
const request = (headers, wanted) => writtenCase(wanted, headers);

test('a head may have 16,384 bytes', async () => {
  const told = [];
  const sizes = [16_383, 16_384, 16_385, 16_386, 16_388, 16_389, 20_000, 200_000];
  for (const size of sizes) {
    const { length } = request({ 'x-padding': '' }).head;
    const { head, body } = request({ 'x-padding': 'x'.repeat(size - length) });
    assert.equal(head.length, size);
    const answer = await answerTo(head + body);
    told.push(answer?.status);
    if (answer?.status !== 200) assert.equal(answer?.headers.connection, 'close');
  }
  assert.deepEqual(told, [200, 200, 431, 431, 431, 431, 431, 431]);
});

test('a key is a random UUID, 32 hex digits, or 22 to 128 characters of base64url', async () => {
  /** @type {[string, number][]} */
  const keys = [
    [randomUUID(), 200],
    [randomUUID().toUpperCase(), 200],
    [randomUUID().replace(/^(.{14})4/, '$11'), 400],
    [makeKey(), 200],
    [makeKey().slice(1), 400],
    ['ticket-2026-00000001', 400],
    [`z${makeKey()}`.slice(0, 21), 400],
    [`z${makeKey()}`.slice(0, 22), 200],
    [`z${makeKey().repeat(4)}`.slice(0, 128), 200],
    [`z${makeKey().repeat(4)}`, 400],
  ];
  for (const [key, status] of keys) {
    const { head, body } = request({ 'idempotency-key': `"${key}"` });
    const answer = await answerTo(head + body);
    assert.equal(answer?.status, status, key);
    if (status === 400) assert.match(answer?.text ?? '', /version 4/);
    assert.equal((await gateway.ask(key)).status, status === 200 ? 200 : 404);
  }
  const bare = makeKey();
  for (const header of [
    bare,
    `'${bare}'`,
    `"${bare}`,
    `"${bare} x"`,
    `"${bare}";a=b`,
    `"${bare}é"`,
  ]) {
    const { head, body } = request({ 'idempotency-key': header });
    assert.equal((await answerTo(head + body))?.status, 400, header);
  }
  assert.equal((await crm.stats()).posts, 5);
});

test('a boundary may have 1 to 70 characters, quoted or not', async () => {
  for (const [length, status] of [
    [1, 200],
    [26, 200],
    [70, 200],
    [71, 400],
  ]) {
    const { head, body } = request({}, { boundary: 'b'.repeat(length), file: 10 });
    assert.equal((await answerTo(head + body))?.status, status, `${length} characters`);
  }
  const boundary = 'WrittenBoundary0123456789abcdef';
  for (const type of [
    `multipart/form-data; boundary="${boundary}"`,
    `multipart/form-data;boundary=${boundary}`,
    `multipart/form-data; charset=utf-8; boundary=${boundary}`,
  ]) {
    const { head, body } = request({ 'content-type': type });
    assert.equal((await answerTo(head + body))?.status, 200, type);
  }
  for (const type of [
    `multipart/form-data; charset=utf-16; boundary=${boundary}`,
    `multipart/form-data; boundary=${boundary}; boundary=other`,
    `multipart/form-data; xboundary=${boundary}`,
    `multipart/mixed; boundary=${boundary}`,
  ]) {
    const { head, body } = request({ 'content-type': type });
    assert.equal((await answerTo(head + body))?.status, 400, type);
  }
});

test('a body of 256 KB is received whole, one byte more is streamed: both arrive the same', async () => {
  const rest = request({}, { file: 1 }).body.length - 1;
  for (const size of [262_143, 262_144, 262_145]) {
    await crm.reset();
    const { head, body } = request({}, { file: size - rest });
    assert.equal(body.length, size);
    assert.equal((await answerTo(head + body))?.status, 200);
    const [{ post, files }] = await crm.cases();
    assert.equal(post.description, CASE.description);
    const sha256 = createHash('sha256')
      .update('x'.repeat(size - rest))
      .digest('hex');
    assert.deepEqual([files[0].size, files[0].sha256], [size - rest, sha256]);
  }
});

test('a header that decides something may be there once', async () => {
  const { body, type } = writtenBody();
  const twice = {
    origin: [ORIGIN, 'https://evil.example'],
    'content-type': [type, type],
    'idempotency-key': [`"${makeKey()}"`, `"${makeKey()}"`],
    authorization: ['Bearer a', 'Bearer b'],
    'content-length': [`${body.length}`, `${body.length + 1}`],
  };
  for (const [name, values] of Object.entries(twice)) {
    const { head } = request({ [name]: values });
    const answer = await answerTo(head + body);
    assert.equal(answer?.status, 400, name);
  }
  assert.equal((await crm.stats()).posts, 0);
});

test('a request has one Host, and it is one', async () => {
  const hosts = [
    '127.0.0.1',
    `127.0.0.1:${gateway.port}`,
    'cases.example.com',
    '[::1]:8090',
    'A.B',
  ];
  for (const host of hosts) {
    const { head, body } = request({ host });
    assert.equal((await answerTo(head + body))?.status, 200, host);
  }
  /** @type {(string | string[] | undefined)[]} */
  const wrong = [
    ...[undefined, '', ['a.example', 'a.example'], 'a b', 'a,b', 'a/b', 'user@a', 'a:x', 'a:65536'],
    ...['[::1', 'a..b', 'http://a'],
  ];
  for (const host of wrong) {
    const { head, body } = request({ host });
    assert.equal((await answerTo(head + body))?.status, 400, `${host}`);
  }
  assert.equal((await crm.stats()).posts, hosts.length);
});

test('a chunked body is not taken, nor one without a length', async () => {
  const chunked = request({ 'transfer-encoding': 'chunked', 'content-length': undefined });
  const size = chunked.body.length.toString(16);
  const body = `${size}\r\n${chunked.body}\r\n0\r\n\r\n`;
  assert.equal((await answerTo(chunked.head + body))?.status, 411);
  const both = request({ 'transfer-encoding': 'chunked' });
  assert.ok([400, 411].includes((await answerTo(both.head + body))?.status ?? 0));
  for (const coding of ['identity', 'gzip, chunked', 'Chunked', 'chunked, chunked', 'xchunked']) {
    const { head, body: plain } = request({ 'transfer-encoding': coding });
    const answer = await answerTo(head + plain);
    assert.ok([400, 411].includes(answer?.status ?? 0), `${coding}: ${answer?.status}`);
  }
  const none = request({ 'content-length': undefined });
  assert.equal((await answerTo(none.head + none.body))?.status, 411);
  for (const length of ['-1', '+5', '0x10', '5 5', '1,1', '99999999999999999999999', 'five', '']) {
    const { head, body: plain } = request({ 'content-length': length });
    assert.equal((await answerTo(head + plain))?.status, 400, length);
  }
  assert.equal((await crm.stats()).posts, 0);
});

test('a head that servers read differently is refused', async () => {
  const { head, body } = request();
  const first = head.slice(0, head.indexOf('\r\n') + 2);
  const rest = head.slice(first.length);
  /** @type {Record<string, string>} */
  const odd = {
    'a space before a colon': `${first}X-A : b\r\n${rest}`,
    'a folded line': `${first}X-A: b\r\n c\r\n${rest}`,
    'a line without a colon': `${first}nonsense\r\n${rest}`,
    'an empty name': `${first}: b\r\n${rest}`,
    'NUL in a value': `${first}X-A: b\0c\r\n${rest}`,
    'a bare CR in a value': `${first}X-A: b\rc\r\n${rest}`,
    'two spaces after the method': head.replace('POST ', 'POST  '),
    'a control in the target': head.replace(INSERT_PATH, `${INSERT_PATH}\x01`),
    'no version': head.replace(' HTTP/1.1', ''),
  };
  const taken = [];
  for (const [what, bytes] of Object.entries(odd)) {
    const answer = await answerTo(bytes + body);
    if (answer?.status !== 400) taken.push(`${what}: ${answer?.status}`);
  }
  assert.deepEqual(taken, []);
  assert.equal((await crm.stats()).posts, 0);
});

test('each fault of a head has its id, in the answer and in the log', async () => {
  const path = `POST ${INSERT_PATH} HTTP/1.1\r\nHost: a\r\n`;
  for (const [head, id] of [
    [`${path}A b\r\n\r\n`, 'head-malformed'],
    [`${path}A: b\r\n c\r\n\r\n`, 'head-folded'],
    [`POST ${INSERT_PATH} HTTP/1.0\r\nHost: a\r\n\r\n`, 'head-version'],
    [`${path}Origin: a\r\nOrigin: a\r\n\r\n`, 'head-twice'],
    [`POST ${INSERT_PATH} HTTP/1.1\r\n\r\n`, 'head-host'],
    [`${path}Transfer-Encoding: chunked\r\n\r\n`, 'head-chunked'],
    [`${path}A: ${'b'.repeat(17_000)}\r\n\r\n`, 'head-too-long'],
    [`${path}Content-Length: 0\r\n\r\n`, 'origin'],
  ]) {
    const answer = await answerTo(head);
    assert.equal(answer && JSON.parse(answer.text).id, id);
  }
  await until(() => gateway.log().includes('"refusal":"origin"'));
});
