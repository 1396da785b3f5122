/**
 * The demo's page in front of a real gateway, and behind that the stand-in CRM: nginx and PHP, over TLS. `./dev demo
 * --gateway` runs this; so does demo.test.mjs.
 *
 *   node tests/gateway/demo/demo.mjs [--port N]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '../../../web/serve.mjs';
import { INSERT_PATH, startCrm } from '../../crm/crm.mjs';
import { startGateway } from '../support/gateway.mjs';

/** @import { Received } from '../../../web/demo/crm.js' */
/** @import { Bytes, CrmPost } from '../../crm/crm.mjs' */

const site = join(dirname(fileURLToPath(import.meta.url)), '../../../build/site');
/** The stand-in's. It opens nothing else, and the page never has it. */
const TOKEN = 'demo-token-of-the-gateway';

/** @param {{ port?: number }} [options] a free port unless told otherwise */
export async function startDemo({ port = 0 } = {}) {
  /** @type {(() => unknown)[]} */
  const ends = [];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const crm = await startCrm({ token: TOKEN });
    ends.push(crm.stop);
    const pages = mkdtempSync(join(tmpdir(), 'casement-demo-'));
    ends.push(() => rmSync(pages, { recursive: true }));
    /** @type {string[]} */
    const connect = [];
    const page = await serve({
      ...{ root: [pages, site], port, connect },
      made: { '/received.json': async () => latestOf(await crm.posts()) },
    });
    ends.push(page.close);
    const { asked, written } = forms();
    const gateway = await startGateway(crm, {
      fields: { ...written, ...asked },
      form: {
        origins: ['127.0.0.1', 'localhost'].map((host) =>
          page.url.replace('127.0.0.1', host).slice(0, -1),
        ),
      },
      env: { TOKEN },
    });
    ends.push(gateway.stop);
    connect.push(gateway.origin);
    writeFileSync(join(pages, 'case-form.json'), JSON.stringify(asked));
    writeFileSync(join(pages, 'index.html'), pageFor(gateway.origin));
    return { url: page.url, gateway, crm, stop };
  } catch (problem) {
    await stop();
    throw problem;
  }
}

/** The demo's document in two: what the page asks, and what only the gateway writes. */
function forms() {
  const { proxy, server, token, operation, responsible, owner, status, ...asked } = JSON.parse(
    readFileSync(join(site, 'case-form.json'), 'utf8'),
  );
  return { asked, written: { operation, responsible, owner, status } };
}

/** @param {string} gateway */
function pageFor(gateway) {
  const page = readFileSync(join(site, 'index.html'), 'utf8');
  const changed = page
    .replace("connect-src 'self';", `connect-src 'self' ${gateway};`)
    .replace('<casement-form ', `<casement-form gateway="${gateway}" `);
  if (changed.split(gateway).length !== 3) throw new Error('the demo is another page than it was');
  return changed;
}

/** @param {Bytes} bytes */
const textOf = (bytes) => (typeof bytes === 'string' ? bytes : '(no text)');

/** What the CRM received last, as the page shows it. @param {CrmPost[]} posts @returns {Received | null} */
function latestOf(posts) {
  const last = posts.at(-1);
  if (!last) return null;
  const { headers, post, files, created } = last;
  return {
    method: 'POST',
    path: INSERT_PATH,
    headers: ['content-type', 'wolkvox-token', 'user-agent']
      .filter((name) => name in headers)
      .map((name) => ({ name, value: headers[name] })),
    fields: Object.entries(post).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
    files: files.map(({ field, path, name, type, size, sha256 }) => ({
      name: field + path.map((key) => `[${key}]`).join(''),
      fileName: textOf(name),
      type: textOf(type),
      size,
      sha256: sha256 ?? '',
    })),
    status: created ? 200 : 400,
    answer: JSON.stringify(created ?? {}),
    created: created !== null,
  };
}

async function main() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' } } });
  const demo = await startDemo({ port: Number(values.port) });
  console.log(`The demo is at ${demo.url} (Ctrl-C stops it, its gateway and its CRM)`);
  console.log(
    `Its form sends to the gateway at ${demo.gateway.origin}, and that to ${demo.crm.origin}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => demo.stop().then(() => process.exit(0)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    const taken = error.code === 'EADDRINUSE';
    console.error(taken ? 'This port is taken. Choose another one with --port N.' : error.message);
    process.exitCode = 1;
  });
}
