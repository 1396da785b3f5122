/**
 * The recipe of cors-proxy.conf does what it promises, and its broken variants break as they are meant to.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import { after, before, beforeEach, describe, test } from 'node:test';
import { makeCertificates } from './certificates.mjs';
import { startCorsProxy } from './cors_proxy.mjs';
import { startCrm } from './crm.mjs';
import { bigBody, encode, PLAIN_CASE, post } from './post.mjs';
import { Stand } from './servers.mjs';

const PAGE = 'http://127.0.0.1:8080';
const OTHER_PAGE = 'https://portal.example.com:8443';
const MB = 1 << 20;

/** @type {import('./crm.mjs').Crm} */
let crm;
/** @type {import('./cors_proxy.mjs').CorsProxy} */
let proxy;
before(async () => {
  crm = await startCrm();
  proxy = await startCorsProxy({ crm, origins: [PAGE, OTHER_PAGE] });
});
after(async () => {
  await proxy?.stop();
  await crm?.stop();
});
beforeEach(async () => {
  await crm.reset();
  proxy.reset();
});

/** @param {string} url */
function preflight(url, origin = PAGE, wants = 'wolkvox-token') {
  const asked = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': wants,
  };
  return post(url, { method: 'OPTIONS', headers: asked });
}

/**
 * @param {string} url
 * @param {{ origin?: string, agent?: Agent }} [options]
 */
async function send(url, { origin = PAGE, agent } = {}) {
  const { headers, body } = await encode(PLAIN_CASE);
  return post(url, { agent, headers: { ...headers, origin, 'wolkvox-token': crm.token }, body });
}

/**
 * @param {Partial<import('./cors_proxy.mjs').CorsProxyOptions>} options
 * @param {(variant: import('./cors_proxy.mjs').CorsProxy) => Promise<void>} use
 */
async function withVariant(options, use) {
  const variant = await startCorsProxy({ crm, origins: [PAGE], ...options });
  try {
    await use(variant);
  } finally {
    await variant.stop();
  }
}

/** What a browser would compare, from an answer. @param {import('./post.mjs').Answer} answer */
function corsHeaders({ headers }) {
  const names = Object.keys(headers).filter((name) => /^access-control-|^vary$/.test(name));
  return Object.fromEntries(names.map((name) => [name, headers[name]]));
}

describe('the recipe', () => {
  test('answers the preflight of each listed page itself', async () => {
    for (const origin of [PAGE, OTHER_PAGE]) {
      const answer = await preflight(proxy.url, origin);
      assert.equal(answer.status, 204);
      assert.deepEqual(corsHeaders(answer), {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'wolkvox-token, idempotency-key, content-type',
        'access-control-max-age': '7200',
        vary: 'Origin',
      });
    }
    assert.deepEqual(await crm.requests(), []);
  });

  test('hands the case on, with the token, under the CRM name, and lets the page read the answer', async () => {
    const answer = await send(proxy.url);
    assert.equal(answer.json().data.idPrefijo, 'SOP-10482');
    assert.deepEqual(corsHeaders(answer), { 'access-control-allow-origin': PAGE, vary: 'Origin' });
    assert.deepEqual((await crm.cases())[0].post, PLAIN_CASE);
    const [seen] = await crm.requests();
    assert.deepEqual([seen.host, seen.sni, seen.tls], ['localhost', 'localhost', 'TLSv1.3']);
  });

  test('refuses any other page, and one that only looks like a listed one', async () => {
    const near = ['http://127.0.0.1', `${PAGE}0`, `x${PAGE}`, `${PAGE}/`, `${PAGE} ${PAGE}`];
    const strangers = [...near, 'null', ''];
    for (const origin of strangers) {
      for (const answer of [
        await preflight(proxy.url, origin),
        await send(proxy.url, { origin }),
      ]) {
        assert.equal(answer.status, 403, origin);
        assert.deepEqual(corsHeaders(answer), { vary: 'Origin' }, origin);
      }
    }
    assert.deepEqual(await crm.requests(), []);
  });

  test('counts preflights and posts, with what the browser asked for', async () => {
    await preflight(proxy.url, PAGE, 'idempotency-key,wolkvox-token');
    await send(proxy.url);
    await send(proxy.url);
    const { preflights, posts } = await proxy.requests();
    assert.deepEqual([preflights.length, posts.length], [1, 2]);
    assert.equal(preflights[0].accessControlRequestHeaders, 'idempotency-key,wolkvox-token');
    assert.deepEqual([posts[0].status, posts[0].origin], [200, PAGE]);
  });

  test('lets the page read every refusal of the CRM, and only its own CORS headers', async () => {
    const theirs = ['Access-Control-Allow-Origin: *', 'Access-Control-Allow-Credentials: true'];
    for (const reply of ['403-simultaneous', '404', '500', '502']) {
      await crm.next({ reply, headers: theirs });
      const answer = await send(proxy.url);
      assert.equal(answer.status, Number(reply.slice(0, 3)));
      assert.deepEqual(corsHeaders(answer), {
        'access-control-allow-origin': PAGE,
        vary: 'Origin',
      });
    }
  });

  test('gives a readable 502 when the CRM cuts the connection, and never tries again', async () => {
    await crm.next({ reply: 'reset', at: 'after', times: 'always' });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let n = 0; n < 3; n++) {
      const answer = await send(proxy.url, { agent });
      assert.equal(answer.status, 502);
      assert.equal(answer.headers['access-control-allow-origin'], PAGE);
    }
    agent.destroy();
    assert.equal((await crm.requests()).length, 3);
  });

  test('keeps its connection to the CRM', async () => {
    for (let n = 0; n < 3; n++) await send(proxy.url);
    assert.equal(new Set((await crm.requests()).map(({ connection }) => connection)).size, 1);
  });

  test('gives a readable 413 for a body over its limit', () =>
    withVariant({ maxBody: '64k' }, async ({ url }) => {
      const { headers, body } = bigBody(100_000);
      const answer = await post(url, { headers: { ...headers, origin: PAGE }, body });
      assert.equal(answer.status, 413);
      assert.deepEqual(corsHeaders(answer), {
        'access-control-allow-origin': PAGE,
        vary: 'Origin',
      });
    }));

  test('does not send to a server that another authority vouches for', async () => {
    const stranger = new Stand('stranger');
    try {
      const { caFile } = makeCertificates(stranger.folder);
      await withVariant({ caFile }, async (variant) => {
        assert.equal((await send(variant.url)).status, 502);
        assert.match(variant.log(), /certificate verify error/);
      });
      assert.deepEqual(await crm.posts(), []);
    } finally {
      await stranger.stop();
    }
  });

  const size = (process.env.CASEMENT_LONG ? 300 : 20) * MB;
  test(`streams ${size / MB} MB without growing and without a file on disk`, async (context) => {
    await send(proxy.url);
    const before = proxy.memory();
    const { headers, body, block } = bigBody(size);
    const all = { ...headers, origin: PAGE, 'wolkvox-token': crm.token };
    const start = Date.now();
    assert.equal((await post(proxy.url, { headers: all, body, timeout: 60_000 })).status, 200);
    const figures = `${Date.now() - start} ms, ${before} → ${proxy.memory()} bytes`;
    context.diagnostic(figures);
    const hash = createHash('sha256');
    for (let left = size; left > 0; left -= block.length) hash.update(block.subarray(0, left));
    assert.equal((await crm.cases())[1].files[0].sha256, hash.digest('hex'));
    assert.ok(proxy.memory() < before + 2 * MB, figures);
    assert.doesNotMatch(proxy.log(), /buffered to a temporary file/);
  });
});

describe('a proxy that', () => {
  test('does not allow the header says so in its preflight', () =>
    withVariant({ allowHeaders: 'content-type' }, async (variant) => {
      const answer = await preflight(variant.url);
      assert.deepEqual(
        [answer.status, answer.headers['access-control-allow-headers']],
        [204, 'content-type'],
      );
    }));

  test('allows no header at all sends none', () =>
    withVariant({ allowHeaders: '' }, async (variant) => {
      const answer = await preflight(variant.url);
      assert.deepEqual(
        [answer.status, answer.headers['access-control-allow-headers']],
        [204, undefined],
      );
    }));

  test('forgets the CORS headers on answers still makes the case', () =>
    withVariant({ withoutCors: true }, async ({ url }) => {
      assert.equal((await preflight(url)).headers['access-control-allow-origin'], PAGE);
      assert.deepEqual(corsHeaders(await send(url)), { vary: 'Origin' });
      assert.equal((await crm.cases()).length, 1);
    }));

  test('forgets them on the preflight gets no further with a browser', () =>
    withVariant({ withoutCors: 'preflight' }, async ({ url }) => {
      assert.equal((await preflight(url)).headers['access-control-allow-origin'], undefined);
      assert.equal((await send(url)).headers['access-control-allow-origin'], PAGE);
    }));

  test('resets does so at the preflight, before the body, or when the case is made', async () => {
    await withVariant({ reset: 'preflight' }, async (variant) => {
      await assert.rejects(preflight(variant.url), { code: 'ECONNRESET' });
      assert.equal((await variant.requests()).preflights[0].status, 444);
    });
    await withVariant({ reset: 'before' }, async (variant) => {
      assert.equal((await preflight(variant.url)).status, 204);
      await assert.rejects(send(variant.url), { code: 'ECONNRESET' });
    });
    assert.equal((await crm.cases()).length, 0);
    await withVariant({ reset: 'after' }, async (variant) => {
      await assert.rejects(send(variant.url), { code: 'ECONNRESET' });
    });
    assert.equal((await crm.cases()).length, 1);
  });

  test('speaks TLS to the page can be had too', () =>
    withVariant({ tls: true }, async ({ url, ca }) => {
      const { headers, body } = await encode(PLAIN_CASE);
      const all = { ...headers, origin: PAGE, 'wolkvox-token': crm.token };
      assert.equal((await post(url, { ca, headers: all, body })).status, 200);
    }));
});
