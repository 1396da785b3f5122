/**
 * Serves a built site as it should be deployed: precompressed files, right types, and the strictest page policy that the
 * widget runs under. From the command line `node web/serve.mjs build/site --port 8080`; tests call `serve` themselves.
 */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sirv from 'sirv';

/**
 * @typedef {object} SiteOptions
 * @property {string | string[]} root one folder, or several where an earlier one hides the later ones
 * @property {number} [port] 0, the default, takes a free one
 * @property {string[]} [connect] origins that the page may send to, beside its own; read anew for each answer
 * @property {boolean} [plain] no headers of ours and nothing precompressed, as the plainest of file servers
 * @property {string} [base] the path that the site is under, with both slashes
 * @property {Record<string, () => Promise<object | null>>} [made] JSON that is made when it is asked for, by its path
 */

/**
 * @param {SiteOptions} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve({
  root,
  port = 0,
  connect = [],
  plain = false,
  base = '/',
  made = {},
}) {
  const headers = plain
    ? []
    : Object.entries({
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-cache',
      });
  // `dev` looks at the disk for each request, so a rebuilt file is served at once.
  const folders = [root]
    .flat()
    .map((folder) => sirv(folder, { dev: true, etag: true, brotli: !plain, gzip: !plain }));

  const server = createServer((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    if (!plain) response.setHeader('Content-Security-Policy', policy(connect));
    const path = request.url ?? '/';
    if (!path.startsWith(base)) {
      const moved = `${path}/` === base;
      response.writeHead(moved ? 301 : 404, moved ? { Location: base } : {}).end();
      return;
    }
    request.url = path.slice(base.length - 1);
    if (Object.hasOwn(made, request.url)) {
      made[request.url]().then(
        (answer) =>
          response.setHeader('Content-Type', 'application/json').end(JSON.stringify(answer)),
        () => response.writeHead(500).end(),
      );
      return;
    }
    const next = folders.values();
    const tryFolder = () => {
      const folder = next.next().value;
      if (folder) folder(request, response, tryFolder);
      else response.writeHead(404).end();
    };
    tryFolder();
  });

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** @param {string[]} connect */
const policy = (connect) =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "img-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string', default: '8080' } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`--port takes a number from 1 to 65535, not '${values.port}'.`);
  }
  const site = await serve({ root: positionals[0] ?? 'build/site', port }).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Port ${port} is taken by another program. Choose another one with --port N.`);
  });
  console.log(`The demo is at ${site.url} (Ctrl-C stops it)`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => site.close().then(() => process.exit(0)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
