/**
 * PHP's and nginx's own limits, which the CRM never mentions, and bodies of any size in constant memory.
 * CASEMENT_LONG=1 sends 300 MB where the normal run sends 20.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { startCrm } from './crm.mjs';
import { bigBody, encode, PLAIN_CASE, post } from './post.mjs';
import { until } from './until.mjs';

const MB = 1 << 20;

/**
 * @param {import('./crm.mjs').CrmOptions} options
 * @param {(crm: import('./crm.mjs').Crm) => Promise<void>} use
 */
async function withCrm(options, use) {
  const crm = await startCrm({ tls: false, ...options });
  try {
    await use(crm);
  } finally {
    await crm.stop();
  }
}

/**
 * @param {import('./crm.mjs').Crm} crm
 * @param {import('./post.mjs').Entry[]} more
 */
async function send(crm, more) {
  const { headers, body } = await encode([...Object.entries(PLAIN_CASE), ...more]);
  return post(crm.url, { headers: { ...headers, 'wolkvox-token': crm.token }, body });
}

/** @param {number} size @returns {import('./post.mjs').Entry} */
const file = (size, name = 'a.pdf') => ['file[]', { name, bytes: new Uint8Array(size) }];

describe('a limit of PHP', () => {
  test('post_max_size exceeded loses every field, so the CRM says that one is missing', () =>
    withCrm({ postMax: '64K' }, async (crm) => {
      const answer = await send(crm, [file(100_000)]);
      assert.deepEqual(
        [answer.status, answer.envelope().error],
        [400, 'SOME PARAMETERS ARE REQUIRED'],
      );
      const [{ post: fields, files, created }] = await crm.posts();
      assert.deepEqual([fields, files, created], [{}, [], null]);
    }));

  test('post_max_size exceeded where warnings are shown puts the warning first, with HTTP 200', () =>
    withCrm({ postMax: '64K', displayErrors: true }, async (crm) => {
      const answer = await send(crm, [file(100_000)]);
      assert.equal(answer.status, 200);
      assert.match(
        answer.text,
        /Warning.*POST Content-Length of \d+ bytes exceeds the limit of 65536 bytes/,
      );
      assert.match(answer.text, /SOME PARAMETERS ARE REQUIRED/);
    }));

  test('upload_max_filesize exceeded loses that file alone, and the case is made without it', () =>
    withCrm({ uploadMax: '64K' }, async (crm) => {
      assert.equal(
        (await send(crm, [file(65_536, 'fits.pdf'), file(65_537, 'large.pdf')])).status,
        200,
      );
      const [{ files }] = await crm.cases();
      assert.deepEqual(
        files.map(({ name, error, size }) => [name, error, size]),
        [
          ['fits.pdf', 0, 65_536],
          ['large.pdf', 1, 0],
        ],
      );
    }));

  test('max_file_uploads exceeded loses the rest without a word', () =>
    withCrm({ maxFiles: 2 }, async (crm) => {
      assert.equal(
        (await send(crm, [file(1, '1.pdf'), file(1, '2.pdf'), file(1, '3.pdf')])).status,
        200,
      );
      assert.deepEqual(
        (await crm.cases())[0].files.map(({ name }) => name),
        ['1.pdf', '2.pdf'],
      );
    }));

  test('a chunked body that comes in more than one go is lost, for FastCGI needs its length', () =>
    withCrm({}, async (crm) => {
      const sent = sendChunked(crm, async () => (await crm.stats()).posts > 0); // PHP waits for nothing
      assert.equal((await sent).status, 400);
      assert.deepEqual((await crm.posts())[0].post, {});
    }));

  test('unless nginx takes it whole first', () =>
    withCrm({ requestBuffering: true }, async (crm) => {
      assert.equal((await sendChunked(crm, () => true)).status, 200);
    }));
});

/**
 * @param {import('./crm.mjs').Crm} crm
 * @param {() => unknown} condition what the second piece waits for
 */
async function sendChunked(crm, condition) {
  const { headers, body } = await encode(PLAIN_CASE);
  const chunked = { ...headers, 'wolkvox-token': crm.token, 'transfer-encoding': 'chunked' };
  async function* pieces() {
    yield body.subarray(0, 200);
    await until(condition);
    yield body.subarray(200);
  }
  return post(crm.url, { headers: chunked, body: pieces() });
}

describe('a body', () => {
  test('larger than the front server takes is a 413 in HTML, and PHP hears nothing', () =>
    withCrm({ maxBody: '64k' }, async (crm) => {
      const { headers, body } = bigBody(100_000);
      const answer = await post(crm.url, {
        headers: { ...headers, 'wolkvox-token': crm.token },
        body,
      });
      assert.equal(answer.status, 413);
      assert.match(answer.headers['content-type'] ?? '', /^text\/html/);
      assert.match(answer.text, /413 Request Entity Too Large/);
      assert.deepEqual(await crm.posts(), []);
      assert.deepEqual(
        (await crm.requests()).map(({ status }) => status),
        [413],
      );
    }));

  const size = (process.env.CASEMENT_LONG ? 300 : 20) * MB;
  test(`of ${size / MB} MB arrives whole, over TLS, and neither nginx nor PHP grows`, async (context) => {
    await withCrm({ tls: true }, async (crm) => {
      const deliver = async (/** @type {number} */ bytes) => {
        const { headers, body } = bigBody(bytes);
        const all = { ...headers, 'wolkvox-token': crm.token };
        const start = Date.now();
        const answer = await post(crm.url, { ca: crm.ca, headers: all, body, timeout: 60_000 });
        assert.equal(answer.status, 200, answer.text);
        return (Date.now() - start) / 1000;
      };
      await deliver(MB);
      const before = crm.memory();
      const seconds = await deliver(size);
      const after = crm.memory();

      const { block } = bigBody(0);
      const hash = createHash('sha256');
      for (let left = size; left > 0; left -= block.length) hash.update(block.subarray(0, left));
      const [, { files }] = await crm.cases();
      assert.deepEqual([files[0].size, files[0].sha256], [size, hash.digest('hex')]);
      const figures =
        `${seconds.toFixed(2)} s; peak RSS in MB: ` + [before, after].map(inMegabytes).join(' → ');
      context.diagnostic(figures);
      assert.ok(after.php < before.php + 2 * MB && after.nginx < before.nginx + 2 * MB, figures);
    });
  });
});

/** @param {{ php: number, nginx: number }} memory */
const inMegabytes = ({ php, nginx }) =>
  `php ${(php / MB).toFixed(1)}, nginx ${(nginx / MB).toFixed(1)}`;
