/**
 * The plain CORS proxy of cors-proxy.conf, the recipe that people copy, started before a stand-in CRM: what a page in
 * direct mode talks to, and the ways in which such proxies go wrong.
 *
 *   const proxy = await startCorsProxy({ crm, origins: ['http://127.0.0.1:8080'] });
 *   … POST to proxy.url from a page of that origin …
 *   const { preflights, posts } = await proxy.requests();
 *   await proxy.stop();
 *
 * The recipe is used as it stands: only its placeholders are replaced, and, for a broken variant, the one line that
 * such a proxy gets wrong.
 */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from './certificates.mjs';
import { answers, configure, INSERT_PATH } from './crm.mjs';
import { readRequestLog } from './request_log.mjs';
import { needProgram, Stand, startOnFreePorts } from './servers.mjs';

/**
 * @typedef {object} CorsProxyOptions
 * @property {import('./crm.mjs').Crm} crm started with TLS
 * @property {string[]} origins pages that may send, as browsers write them in Origin
 * @property {string} [allowHeaders] Access-Control-Allow-Headers, when it is not to be the recipe's; '' sends none
 * @property {boolean | 'preflight'} [withoutCors] true: answers come without CORS headers, though the preflight was
 *   right; 'preflight': the preflight itself comes without
 * @property {'preflight' | 'before' | 'after'} [reset] where the connection is reset: at the preflight, at the POST before
 *   its body, or when the CRM has answered
 * @property {boolean} [tls] towards the page; default false, plain HTTP
 * @property {string} [maxBody] client_max_body_size; default 450m
 * @property {number} [keepAlive] seconds that a page's idle connection is kept; default 65
 * @property {string} [caFile] the authority that the CRM's certificate is checked against; default the CRM's own
 */

const SCRIPTS = dirname(fileURLToPath(import.meta.url));

/** @param {CorsProxyOptions} options */
export async function startCorsProxy(options) {
  const stand = new Stand('cors-proxy');
  try {
    return await start(stand, options);
  } catch (problem) {
    await stand.stop();
    throw problem;
  }
}

/** @typedef {Awaited<ReturnType<typeof startCorsProxy>>} CorsProxy */

/**
 * @param {Stand} stand
 * @param {CorsProxyOptions} options
 */
async function start(stand, options) {
  const { folder } = stand;
  const nginx = needProgram(/^nginx$/, 'nginx');
  const certificates = options.tls ? makeCertificates(folder) : undefined;
  const logFile = join(folder, 'requests.jsonl');
  writeFileSync(logFile, '');

  const [port, controlPort] = await startOnFreePorts(
    stand,
    2,
    ([publicPort, privatePort]) => {
      const listen = certificates
        ? `listen 127.0.0.1:${publicPort} ssl;\n` +
          `    ssl_certificate ${certificates.certFile};\n` +
          `    ssl_certificate_key ${certificates.keyFile};`
        : `listen 127.0.0.1:${publicPort};`;
      writeFileSync(join(folder, 'cors-proxy.conf'), recipe(options, listen));
      configure(stand, 'cors_proxy.nginx.conf', {
        FOLDER: folder,
        SCRIPTS,
        USER: process.getuid?.() === 0 ? 'user root;' : '',
        KEEP_ALIVE: options.keepAlive ?? 65,
        CONTROL_PORT: privatePort,
      });
      const conf = join(folder, 'cors_proxy.nginx.conf');
      stand.start(nginx, ['-p', folder, '-e', join(folder, 'nginx.log'), '-c', conf]);
    },
    ([, privatePort]) => answers(`http://127.0.0.1:${privatePort}/requests`),
    ['nginx.log'],
  );

  const origin = `${certificates ? 'https' : 'http'}://localhost:${port}`;
  return {
    origin,
    port,
    url: origin + INSERT_PATH,
    ca: certificates?.ca,
    certificates,
    folder,

    /** What it was asked, oldest first, and how often. */
    requests: async () => {
      const all = await readRequestLog(`http://127.0.0.1:${controlPort}`);
      return {
        all,
        preflights: all.filter(({ method }) => method === 'OPTIONS'),
        posts: all.filter(({ method }) => method === 'POST'),
      };
    },
    /** Forgets the requests. nginx appends: an emptied log goes on. */
    reset: () => truncateSync(logFile),
    /** Peak resident memory so far of its largest process, in bytes. */
    memory: () => stand.peakMemory()[0],
    log: () => stand.log('nginx.log'),
    stop: () => stand.stop(),
  };
}

/**
 * The recipe with its placeholders replaced, and broken as asked.
 * @param {CorsProxyOptions} options
 * @param {string} listen
 */
function recipe({ crm, origins, allowHeaders, withoutCors, reset, maxBody, caFile }, listen) {
  const authority = caFile ?? crm.caFile;
  if (!authority) throw new Error('the recipe speaks TLS with the CRM: start it with tls: true');
  const listed = origins.map((origin) => `"${origin}" $http_origin;`).join('\n    ');
  /** @type {[string | RegExp, string][]} */
  const edits = [
    ['"https://portal.example.com" $http_origin;', listed],
    ['server crm0001.wolkvox.com:443;', `server 127.0.0.1:${crm.port};`],
    ['upstream crm0001.wolkvox.com', 'upstream localhost'],
    ['proxy_pass https://crm0001.wolkvox.com;', 'proxy_pass https://localhost;'],
    [/listen 443 ssl;[^#]*\.key;/, listen],
    ['client_max_body_size 64m;', `client_max_body_size ${maxBody ?? '450m'};`],
    ['/etc/ssl/certs/ca-certificates.crt', authority],
  ];
  if (allowHeaders !== undefined) {
    edits.push(['"wolkvox-token, idempotency-key, content-type"', `"${allowHeaders}"`]);
  }
  if (withoutCors) {
    edits.push([
      'Access-Control-Allow-Origin $allowed_origin always',
      'Access-Control-Allow-Origin $broken_origin always',
    ]);
  }
  const pass = 'if ($request_method = OPTIONS) {\n            return 204;';
  if (reset === 'preflight') edits.push([pass, pass.replace('204', '444')]);
  if (reset === 'before')
    edits.push([pass, `if ($request_method = POST) { return 444; }\n        ${pass}`]);
  if (reset === 'after') {
    // No room for the CRM's header: nginx reads the answer, fails, and its 502 becomes a reset.
    edits.push([pass, `proxy_buffer_size 64; error_page 502 = @reset;\n        ${pass}`]);
    edits.push([
      'location / {',
      'location @reset {\n        return 444;\n    }\n\n    location / {',
    ]);
  }

  const template = readFileSync(join(SCRIPTS, 'cors-proxy.conf'), 'utf8');
  const edited = edits.reduce((text, [from, to]) => {
    const after = text.replace(from, () => to);
    if (after === text) throw new Error(`cors-proxy.conf no longer holds ${from}`);
    return after;
  }, template);
  const broken =
    withoutCors === 'preflight'
      ? 'default $allowed_origin; yes "";'
      : 'default ""; yes $allowed_origin;';
  return withoutCors ? `${edited}\nmap $preflight $broken_origin { ${broken} }\n` : edited;
}
