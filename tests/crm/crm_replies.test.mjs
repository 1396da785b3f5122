/**
 * Every way in which the CRM may answer, or fail to, on request.
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCrm } from './crm.mjs';
import { bigBody, encode, PLAIN_CASE, post } from './post.mjs';
import { until } from './until.mjs';

/** @type {import('./crm.mjs').Crm} */
let crm;
before(async () => {
  crm = await startCrm({ tls: false });
});
after(() => crm?.stop());
beforeEach(() => crm.reset());

async function send(entries = /** @type {Record<string, string>} */ (PLAIN_CASE)) {
  const { body, headers } = await encode(entries);
  return post(crm.url, { headers: { ...headers, 'wolkvox-token': crm.token }, body });
}

/** @param {string | import('./crm.mjs').CrmReply} reply */
async function answerTo(reply) {
  await crm.next(reply);
  return send();
}

const cases = async () => (await crm.stats()).cases;
const ids = { wolkvox_id: '64cb', idPrefijo: 'SOP-10482' };

describe('a success', () => {
  const shapes = /** @type {[string, Record<string, unknown>][]} */ ([
    ['code-as-number', { code: 200 }],
    ['code-as-text', { code: '200' }],
    ['error-is-text', { error: 'null' }],
    ['error-is-null', { error: null }],
    ['ids-empty', { data: { wolkvox_id: '', idPrefijo: '' } }],
    ['ids-record-only', { data: { wolkvox_id: ids.wolkvox_id } }],
    ['ids-missing', { data: [] }],
  ]);
  for (const [reply, difference] of shapes) {
    test(`can have the shape ${reply}, and the case is made`, async () => {
      const answer = await answerTo(reply);
      const documented = { code: 200, error: 'null', msg: 'Succesfully create record', data: ids };
      assert.deepEqual(answer.json(), { ...documented, ...difference });
      assert.equal(await cases(), 1);
    });
  }

  test('can have its ids at the top level, as older answers do', async () => {
    const answer = await answerTo('ids-top-level');
    assert.deepEqual(answer.json(), { result: 'Succesfully create record', ...ids });
  });
});

describe('a refusal', () => {
  const texts = /** @type {[string, number, string][]} */ ([
    ['400', 400, 'SOME PARAMETERS ARE REQUIRED'],
    ['400-api', 400, 'THE API YOU WANT TO CONSULT DOES NOT EXIST'],
    ['401', 401, 'PLEASE ENTER THE WOLKVOX-TOKEN'],
    ['403-limit', 403, 'TOKEN LIMIT EXCEEDED'],
    ['403-simultaneous', 403, 'EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)'],
    ['403-token', 403, 'PLEASE VALIDATE TOKEN'],
    ['404', 404, 'NOT FOUND'],
    ['405', 405, 'METHOD NOT ALLOWED'],
    ['412', 412, 'PRECONDITION FAILED'],
    ['416', 416, 'RANGE NOT SATISFIABLE'],
    ['417', 417, 'EXPECTATION FAILED'],
  ]);
  for (const [reply, status, text] of texts) {
    test(`${reply} says ${text}, and no case is made`, async () => {
      const answer = await answerTo(reply);
      assert.deepEqual(
        [answer.status, answer.json().code, answer.json().error],
        [status, status, text],
      );
      assert.equal(await cases(), 0);
    });
  }

  test('can hide inside a 200', async () => {
    const answer = await answerTo('error-inside');
    assert.deepEqual([answer.status, answer.json().code], [200, 400]);
    assert.equal(await cases(), 0);
  });

  test('can be a 200 about 0 records', async () => {
    const answer = await answerTo('zero-records');
    assert.deepEqual([answer.status, answer.json().code, answer.json().error], [200, 200, 'null']);
    assert.match(answer.json().msg, /^0 records/);
    assert.equal(await cases(), 0);
  });
});

describe('a broken answer, after the case was made,', () => {
  test('can be an HTML page with 502 or 504', async () => {
    for (const status of [502, 504]) {
      const answer = await answerTo(String(status));
      assert.equal(answer.status, status);
      assert.match(answer.headers['content-type'] ?? '', /^text\/html/);
      assert.match(answer.text, /<center>nginx/);
    }
    assert.equal(await cases(), 2);
  });

  test('can be a 500 of a script that died, or nothing with 200', async () => {
    const died = await answerTo('500');
    assert.deepEqual([died.status, died.text], [500, '']);
    const empty = await answerTo('empty');
    assert.deepEqual([empty.status, empty.text], [200, '']);
    assert.equal(await cases(), 2);
  });

  test('can be a PHP warning before the JSON', async () => {
    const answer = await answerTo('warning');
    assert.match(
      answer.text,
      /^<br \/>\n<b>Warning<\/b>: .* on line <b>\d+<\/b><br \/>\n\{"code":200,/,
    );
    assert.match(answer.headers['content-type'] ?? '', /^text\/html/);
  });

  test('can be JSON behind a byte order mark', async () => {
    const answer = await answerTo('bom');
    assert.deepEqual([...answer.body.subarray(0, 4)], [0xef, 0xbb, 0xbf, 0x7b]);
  });

  test('can be half of the JSON, with a length that fits or with a connection that ends', async () => {
    assert.match((await answerTo('truncated')).text, /^\{"code":200,[^}]*$/);
    await assert.rejects(answerTo('cut'), { code: 'ECONNRESET' });
    assert.equal(await cases(), 2);
  });

  test('can be 2 MB of nonsense that claims to be JSON', async () => {
    const answer = await answerTo('nonsense');
    assert.equal(answer.body.length, 2 << 20);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.ok(answer.text.includes('\u{FFFD}'));
  });

  test('can be 200 MB long, which the CRM streams and a reader can refuse', async () => {
    const before = crm.memory();
    await crm.next({ reply: 'flood', times: 2 });
    const { body, headers } = await encode(PLAIN_CASE);
    const receive = (/** @type {number} */ limit) =>
      new Promise((/** @type {(received: number) => void} */ resolve, reject) => {
        const all = { ...headers, 'wolkvox-token': crm.token, 'content-length': body.length };
        const request = httpRequest(crm.url, { method: 'POST', headers: all }, (response) => {
          let received = 0;
          response.on('data', (piece) => {
            received += piece.length;
            if (received > limit) response.destroy();
          });
          response.on('close', () => resolve(received));
        });
        request.on('error', reject);
        request.end(body);
      });
    assert.equal(await receive(Infinity), 200 << 20);
    assert.ok((await receive(1 << 20)) < 4 << 20);
    const after = crm.memory();
    assert.ok(
      after.php + after.nginx < before.php + before.nginx + (8 << 20),
      JSON.stringify(after),
    );
  });
});

describe('time and the connection', () => {
  test('the answer can be late, and can come in drops', async () => {
    const start = Date.now();
    await answerTo({ reply: 'slow', delay: 0.2 });
    await answerTo({ reply: 'drip', pieces: 5, every: 0.05 });
    assert.ok(Date.now() - start >= 400);
  });

  test('there can be no answer at all, before, during or after the body, until a reset', async () => {
    for (const at of ['before', 'during', 'after']) {
      await crm.next({ reply: 'silence', at });
      let pending = true;
      const answer = send().finally(() => (pending = false));
      answer.catch(() => {});
      const isSilent = async () => {
        const { posts, waiting } = await crm.stats();
        return at === 'after' ? posts === 1 : waiting.length === 0;
      };
      await until(isSilent);
      await sleep(50);
      assert.ok(pending, at);
      assert.equal(await cases(), at === 'after' ? 1 : 0, at);
      await crm.reset();
      await assert.rejects(answer, { code: 'ECONNRESET' }, at);
    }
  });

  test('silence can end by itself, with a reset', async () => {
    await crm.next({ reply: 'silence', seconds: 0.1 });
    await assert.rejects(send(), { code: 'ECONNRESET' });
  });

  test('the connection can be reset before, during and after the body', async () => {
    for (const [at, made] of /** @type {[string, number][]} */ ([
      ['before', 0],
      ['during', 0],
      ['after', 1],
    ])) {
      await crm.reset();
      await crm.next({ reply: 'reset', at });
      const { headers, body } = bigBody(32 << 20);
      let sent = 0;
      const counted = (async function* () {
        for await (const piece of body) {
          yield piece;
          sent += piece.length;
        }
      })();
      const all = { ...headers, 'wolkvox-token': crm.token };
      await assert.rejects(post(crm.url, { headers: all, body: counted }), /ECONNRESET|EPIPE/, at);
      assert.equal(sent > 32 << 20, at === 'after', at);
      assert.equal(await cases(), made, at);
      assert.deepEqual(
        (await crm.requests()).map(({ status }) => status),
        [444],
        at,
      );
    }
  });

  test('a reset after the body can also leave no case', async () => {
    await assert.rejects(answerTo({ reply: 'reset', created: false }), { code: 'ECONNRESET' });
    assert.equal(await cases(), 0);
    assert.equal((await crm.posts()).length, 1);
  });

  test('an upload that its sender breaks off makes a case without its file', async () => {
    assert.deepEqual(await breakOff(crm), [['video.mp4', 3]]);
  });

  test('unless nginx takes the whole body before PHP sees any', async () => {
    const buffering = await startCrm({ tls: false, requestBuffering: true });
    try {
      assert.equal(await breakOff(buffering, true), undefined);
    } finally {
      await buffering.stop();
    }
  });
});

/**
 * Sends the text fields and half of a file, and leaves.
 * @param {import('./crm.mjs').Crm} crm
 * @param {boolean} [isBuffering] nginx keeps the body to itself
 * @returns the files of the case that was made, as name and PHP's error
 */
async function breakOff(crm, isBuffering = false) {
  const { headers, body } = bigBody(1 << 20);
  const all = { ...headers, 'wolkvox-token': crm.token };
  const request = httpRequest(crm.url, { method: 'POST', headers: all });
  request.on('error', () => {});
  let sent = 0;
  for await (const piece of body) {
    request.write(piece);
    if ((sent += piece.length) > 1 << 19) break;
  }
  if (isBuffering) await sleep(100);
  else await until(() => readdirSync(join(crm.folder, 'uploads')).length > 0);
  request.destroy();
  await until(async () => (await crm.requests()).length > 0);
  await sleep(50); // PHP ends after nginx
  return (await crm.cases())[0]?.files.map(({ name, error }) => [name, error]);
}

describe('what a test can ask for', () => {
  test('a reply is used once, so many times, or until a reset, in the order of asking', async () => {
    await crm.next({ reply: '404', times: 2 });
    await crm.next('412');
    await crm.next({ reply: '417', times: 'always' });
    const statuses = [];
    for (let n = 0; n < 5; n++) statuses.push((await send()).status);
    assert.deepEqual(statuses, [404, 404, 412, 417, 417]);
    await crm.reset();
    assert.equal((await send()).status, 200);
  });

  test('the framing, the content type and more headers can be chosen', async () => {
    const chunked = await answerTo({ reply: 'created', contentType: 'text/html; charset=UTF-8' });
    assert.equal(chunked.headers['transfer-encoding'], 'chunked');
    assert.equal(chunked.headers['content-type'], 'text/html; charset=UTF-8');
    const sized = await answerTo({ reply: 'created', framing: 'length', contentType: null });
    assert.equal(sized.headers['content-length'], String(sized.text.length));
    assert.equal(sized.headers['content-type'], undefined);
    const more = await answerTo({ reply: '403-limit', headers: ['Retry-After: 7'] });
    assert.equal(more.headers['retry-after'], '7');
  });

  test('any bytes can be the answer', async () => {
    assert.equal((await answerTo({ reply: 'raw', status: 418, body: 'tea' })).text, 'tea');
    const bytes = Buffer.from([0, 255, 10]);
    const answer = await answerTo({ reply: 'raw', base64: bytes.toString('base64') });
    assert.deepEqual(answer.body, bytes);
  });

  test('an invalid request gets its refusal, whatever success was queued', async () => {
    await crm.next('ids-empty');
    assert.equal((await send({ operation: 'support' })).status, 400);
  });

  test('an unknown reply or override is a mistake that is told', async () => {
    await assert.rejects(crm.next('no-such-reply'), /no such reply/);
    await assert.rejects(crm.next({ reply: 'created', statsu: 500 }), /unknown: statsu/);
  });
});

test('a request can bring its own reply, whoever else waits for one', async () => {
  await crm.next({ reply: '400', times: 'always' });
  const own = Buffer.from(JSON.stringify({ reply: 'ids-empty' })).toString('base64');
  const { body, headers } = await encode(PLAIN_CASE);
  const answer = await post(crm.url, {
    body,
    headers: { ...headers, 'wolkvox-token': crm.token, 'crm-reply': own },
  });
  assert.deepEqual(answer.json().data, { wolkvox_id: '', idPrefijo: '' });
  assert.equal((await send()).status, 400);
});
