/**
 * The stand-in CRM keeps the documented contract: what it demands, what it records, how it answers.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Agent } from 'node:https';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startCrm } from './crm.mjs';
import { encode, PLAIN_CASE, post } from './post.mjs';
import { until } from './until.mjs';

/** @type {import('./crm.mjs').Crm} */
let crm;
before(async () => {
  crm = await startCrm();
});
after(() => crm?.stop());
beforeEach(() => crm.reset());

/**
 * @param {Parameters<typeof encode>[0]} entries
 * @param {Record<string, string | undefined>} [headers]
 */
async function send(entries, headers = {}) {
  const { body, headers: own } = await encode(entries);
  const token = { 'wolkvox-token': crm.token };
  return post(crm.url, { ca: crm.ca, headers: { ...own, ...token, ...headers }, body });
}

const sha256 = (/** @type {string | Buffer} */ bytes) =>
  createHash('sha256').update(bytes).digest('hex');
const md5 = (/** @type {string | Buffer} */ bytes) => createHash('md5').update(bytes).digest('hex');

describe('the contract', () => {
  test('a valid case is answered as documented, with ids that count up', async () => {
    const [first, second] = [await send(PLAIN_CASE), await send(PLAIN_CASE)];
    assert.equal(first.status, 200);
    assert.deepEqual(first.json(), {
      code: 200,
      error: 'null',
      msg: 'Succesfully create record',
      data: { wolkvox_id: '64cb', idPrefijo: 'SOP-10482' },
    });
    assert.deepEqual(second.json().data, { wolkvox_id: '64cc', idPrefijo: 'SOP-10483' });
  });

  test('a missing token and a wrong token are told apart', async () => {
    const none = await send(PLAIN_CASE, { 'wolkvox-token': undefined });
    assert.deepEqual([none.status, none.envelope().error], [401, 'PLEASE ENTER THE WOLKVOX-TOKEN']);
    const wrong = await send(PLAIN_CASE, { 'wolkvox-token': 'wrong' });
    assert.deepEqual([wrong.status, wrong.envelope().error], [403, 'PLEASE VALIDATE TOKEN']);
    assert.deepEqual(await crm.cases(), []);
    assert.equal((await crm.posts()).length, 2);
  });

  test('each required field is required, and form is not', async () => {
    for (const name of Object.keys(PLAIN_CASE)) {
      const answer = await send({ ...PLAIN_CASE, [name]: undefined });
      const expected = name === 'form' ? [200, 'null'] : [400, 'SOME PARAMETERS ARE REQUIRED'];
      assert.deepEqual([answer.status, answer.envelope().error], expected, name);
    }
    assert.equal((await crm.cases()).length, 1);
  });

  test('a closed status asks for a solution', async () => {
    assert.equal((await send({ ...PLAIN_CASE, status: 'Closed' })).status, 400);
    assert.equal((await send({ ...PLAIN_CASE, status: 'Closed', solution: 'Done.' })).status, 200);
  });

  test('form must be a JSON object of values', async () => {
    const good = ['{}', '{"a":"b"}', '{"a":1,"b":null}', '{"t":{"type":"telephone","value":"1"}}'];
    const bad = [
      '',
      '[]',
      '[1]',
      'null',
      '"a"',
      '{"a":',
      "{'a':'b'}",
      '{"a":["b"]}',
      '{"a":{"b":1}}',
    ];
    for (const form of good) assert.equal((await send({ ...PLAIN_CASE, form })).status, 200, form);
    for (const form of bad) assert.equal((await send({ ...PLAIN_CASE, form })).status, 400, form);
  });

  test('only the documented file extensions pass, in any letter case', async () => {
    const withFile = (/** @type {string} */ name) =>
      send([...Object.entries(PLAIN_CASE), ['file', { name, bytes: 'x' }]]);
    for (const name of ['a.pdf', 'a.PDF', 'a.7z', 'photo.of.cat.jpeg', 'a.wap', 'a.bpm']) {
      assert.equal((await withFile(name)).status, 200, name);
    }
    for (const name of ['a.exe', 'a.php', 'pdf', 'a.pdf.html', 'a.']) {
      assert.equal((await withFile(name)).envelope().error, 'FILE FORMAT NOT ALLOWED', name);
    }
  });

  test('other methods get 405 and nothing carries a CORS header', async () => {
    const origin = { origin: 'https://portal.example.com' };
    for (const method of ['OPTIONS', 'GET', 'PUT', 'DELETE']) {
      const preflight = { ...origin, 'access-control-request-method': 'POST' };
      const answer = await post(crm.url, { method, ca: crm.ca, headers: preflight });
      assert.equal(answer.status, 405, method);
      assert.ok(!Object.keys(answer.headers).some((name) => name.startsWith('access-control')));
    }
    const answer = await send(PLAIN_CASE, origin);
    assert.ok(!Object.keys(answer.headers).some((name) => name.startsWith('access-control')));
  });

  test('another path is an API that does not exist', async () => {
    const answer = await post(`${crm.origin}/server/API/v2/cases/update.php`, { ca: crm.ca });
    assert.equal(answer.envelope().error, 'THE API YOU WANT TO CONSULT DOES NOT EXIST');
  });

  test('a third request at once for the token is refused, and another token has its own two', async () => {
    await crm.next({ reply: 'slow', delay: 30, times: 2 });
    const two = [send(PLAIN_CASE), send(PLAIN_CASE)];
    await until(async () => (await crm.stats()).posts === 2);
    const third = await send(PLAIN_CASE);
    assert.deepEqual(
      [third.status, third.envelope().error],
      [403, 'EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)'],
    );
    const other = await send(PLAIN_CASE, { 'wolkvox-token': 'other' });
    assert.equal(other.envelope().error, 'PLEASE VALIDATE TOKEN');
    assert.equal((await crm.cases()).length, 2);
    await crm.reset(); // wakes them
    const statuses = (await Promise.all(two)).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 200]);
  });

  test('requests that come together get an id each', async () => {
    const open = await startCrm({ tls: false, simultaneous: 0 });
    try {
      const { headers, body } = await encode(PLAIN_CASE);
      const all = { ...headers, 'wolkvox-token': open.token };
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => post(open.url, { headers: all, body })),
      );
      assert.equal(new Set(answers.map((answer) => answer.json().data.idPrefijo)).size, 30);
      assert.equal((await open.cases()).length, 30);
    } finally {
      await open.stop();
    }
  });

  test('the daily limit of a token ends in its own 403', async () => {
    const limited = await startCrm({ tls: false, dailyLimit: 1 });
    try {
      const { headers, body } = await encode(PLAIN_CASE);
      const again = () =>
        post(limited.url, { headers: { ...headers, 'wolkvox-token': limited.token }, body });
      assert.equal((await again()).status, 200);
      assert.equal((await again()).envelope().error, 'TOKEN LIMIT EXCEEDED');
    } finally {
      await limited.stop();
    }
  });
});

describe('what it records', () => {
  test('text arrives byte for byte: ñ, emoji, quotes, line ends, 2,500 characters', async () => {
    const description = `¡Señor "Ñandú" & 'co' \\ <b>%22</b> 👩‍🚒 مرحبا\r\n\r\nsecond\r\n`.padEnd(
      2_500,
      'ñ',
    );
    const form = JSON.stringify({ 'Número de póliza': '"7"\n🙂' });
    await send({ ...PLAIN_CASE, description, form });
    const [{ post: received, created, headers, number }] = await crm.cases();
    assert.deepEqual(received, { ...PLAIN_CASE, description, form });
    assert.deepEqual(created, { wolkvox_id: '64cb', idPrefijo: 'SOP-10482' });
    assert.equal(number, 1);
    assert.equal(headers['wolkvox-token'], crm.token);
    assert.match(headers['content-type'], /^multipart\/form-data; boundary=/);
  });

  test('what is not UTF-8 is kept as base64', async () => {
    const bytes = Buffer.from([0x61, 0xff, 0xfe, 0x00, 0x62]);
    const { headers, body } = await encode({ ...PLAIN_CASE, description: '@@@' });
    const at = body.indexOf('@@@');
    const raw = Buffer.concat([body.subarray(0, at), bytes, body.subarray(at + 3)]);
    await post(crm.url, {
      ca: crm.ca,
      headers: { ...headers, 'wolkvox-token': crm.token },
      body: raw,
    });
    assert.deepEqual((await crm.cases())[0].post.description, { base64: bytes.toString('base64') });
  });

  test('a file arrives with its name as PHP reads it, its type, size and digests', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7) & 255));
    const file = { name: 'Año "nuevo" – résumé ü.pdf', bytes, type: 'application/pdf' };
    await send([...Object.entries(PLAIN_CASE), ['file', file]]);
    const name = 'Año %22nuevo%22 – résumé ü.pdf';
    assert.deepEqual((await crm.cases())[0].files, [
      {
        field: 'file',
        path: [],
        name,
        full_path: name,
        type: 'application/pdf',
        error: 0,
        size: 100_000,
        md5: md5(bytes),
        sha256: sha256(bytes),
      },
    ]);
  });

  test('of two parts named file the last survives, file[] keeps all', async () => {
    const files = [
      { name: 'folder/one.csv', bytes: 'one' },
      { name: 'two.csv', bytes: 'two' },
    ];
    for (const name of ['file', 'file[]']) {
      /** @type {import('./post.mjs').Entry[]} */
      const entries = [...Object.entries(PLAIN_CASE), [name, files[0]], [name, files[1]]];
      await send(entries);
    }
    const [single, several] = await crm.cases();
    assert.deepEqual(
      single.files.map(({ name, sha256 }) => [name, sha256]),
      [['two.csv', sha256('two')]],
    );
    assert.deepEqual(
      several.files.map((file) => [file.field, file.path, file.name, file.full_path, file.sha256]),
      [
        ['file', ['0'], 'one.csv', 'folder/one.csv', sha256('one')],
        ['file', ['1'], 'two.csv', 'two.csv', sha256('two')],
      ],
    );
  });

  test('names that only look different are one field to PHP', async () => {
    for (const name of ['operation[]', 'operation[x]', ' operation', 'operation']) {
      await crm.reset();
      await send([...Object.entries(PLAIN_CASE), [name, 'smuggled']]);
      const [{ post: received }] = await crm.posts();
      assert.match(JSON.stringify(received.operation), /smuggled/, name);
    }
  });

  test('the raw bodies are kept when asked for', async () => {
    const keeper = await startCrm({ tls: false, keepBodies: true });
    try {
      const { headers, body } = await encode(PLAIN_CASE);
      await post(keeper.url, { headers: { ...headers, 'wolkvox-token': keeper.token }, body });
      assert.deepEqual(await keeper.body(1), body);
    } finally {
      await keeper.stop();
    }
  });

  test('a reset forgets the cases, the log and what was queued', async () => {
    await send(PLAIN_CASE);
    await crm.next('502');
    await crm.reset();
    assert.deepEqual([await crm.posts(), await crm.requests()], [[], []]);
    assert.equal((await send(PLAIN_CASE)).json().data.idPrefijo, 'SOP-10482');
    assert.equal((await crm.requests()).length, 1);
  });
});

describe('the connection', () => {
  test('is kept for the next request', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: crm.ca });
    const { headers, body } = await encode(PLAIN_CASE);
    for (let n = 0; n < 4; n++) {
      await post(crm.url, { agent, headers: { ...headers, 'wolkvox-token': crm.token }, body });
    }
    agent.destroy();
    const log = await crm.requests();
    assert.deepEqual(
      log.map(({ nth, status }) => [nth, status]),
      [1, 2, 3, 4].map((nth) => [nth, 200]),
    );
    assert.equal(new Set(log.map(({ connection }) => connection)).size, 1);
    assert.equal(log[0].sni, 'localhost');
  });

  test('is TLS that only its own authority vouches for, under its own name', async () => {
    const { headers, body } = await encode(PLAIN_CASE);
    await assert.rejects(post(crm.url, { headers, body }), /certificate/);
    const named = { ca: crm.ca, servername: 'crm0001.wolkvox.com', headers, body };
    await assert.rejects(post(crm.url, named), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    assert.deepEqual(await crm.posts(), []);
  });

  test('can be plain HTTP, for fetch', async () => {
    const plain = await startCrm({ tls: false });
    try {
      const body = new FormData();
      for (const [name, value] of Object.entries(PLAIN_CASE)) body.append(name, value);
      body.append('file', new Blob(['x'], { type: 'image/png' }), 'x.png');
      const headers = { 'Wolkvox-Token': plain.token };
      const response = await fetch(plain.url, { method: 'POST', headers, body });
      assert.equal((await response.json()).data.idPrefijo, 'SOP-10482');
      assert.equal((await plain.cases())[0].files[0].type, 'image/png');
    } finally {
      await plain.stop();
    }
  });
});
