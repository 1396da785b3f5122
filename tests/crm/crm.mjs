/**
 * The stand-in CRM: real PHP (php-fpm) behind a real nginx, keep-alive and TLS, answering cases/insert as documented
 * and failing in every documented way when a test asks for it.
 *
 *   const crm = await startCrm();
 *   … POST to crm.url with the header Wolkvox-Token: crm.token …
 *   const [made] = await crm.cases();      // what PHP received: made.post, made.files, made.headers
 *   await crm.next('403-simultaneous');    // what the next POST gets; the names are in replies.php
 *   await crm.next({ reply: 'reset', at: 'after', times: 'always' });
 *   await crm.reset();                     // forget all, wake all
 *   await crm.stop();
 *
 * Run as a program it serves until it is ended or its standard input closes, and prints one line of JSON with where it
 * is: for tests in other languages. `node tests/crm/crm.mjs '{"tls":false}'`
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from './certificates.mjs';
import { readRequestLog } from './request_log.mjs';
import { fillIn, needProgram, Stand, startOnFreePorts } from './servers.mjs';

/**
 * @typedef {object} CrmOptions sizes are PHP's and nginx's: '8M', '512k'
 * @property {boolean} [tls] default true
 * @property {string} [certified] when its certificate was made, as Debian's faketime writes it: '-2d'; default now
 * @property {string} [postMax] PHP's post_max_size; default 420M, while PHP's own is 8M
 * @property {string} [uploadMax] PHP's upload_max_filesize; default 420M, while PHP's own is 2M
 * @property {number} [maxFiles] PHP's max_file_uploads; default 20, as PHP's own
 * @property {number} [maxFields] PHP's max_input_vars; default 1000, as PHP's own
 * @property {boolean} [displayErrors] PHP prints its warnings into the answer; default false
 * @property {string} [maxBody] nginx's client_max_body_size; default 450m
 * @property {boolean} [requestBuffering] nginx takes the whole body before PHP sees any of it; default false, where an
 *   upload that breaks off can make a case without its file, and a chunked body is mostly lost
 * @property {boolean} [keepBodies] keep the raw bodies, for body(n); default false
 * @property {number} [keepAlive] seconds that an idle connection is kept, 0 closes after each answer; default 65
 * @property {number} [simultaneous] requests at once for a token, the CRM's documented limit; default 2, 0 for no limit
 * @property {number} [dailyLimit] requests for the token until 403 "TOKEN LIMIT EXCEEDED"; default 0, no limit
 * @property {string} [token] default 'test-token'
 * @property {string[]} [closedStatuses] those that ask for a solution
 * @property {number} [processes] PHP processes: so many requests can be slow or silent at once; default 16
 */

/** @typedef {string | { base64: string }} Bytes text, or base64 where it is not UTF-8 */
/** @typedef {Bytes | PhpList | PhpMap} PhpValue */
/** @typedef {PhpValue[]} PhpList */
/** @typedef {{ [key: string]: PhpValue }} PhpMap */

/**
 * @typedef {object} CrmFile an entry of $_FILES, with its digests
 * @property {string} field
 * @property {string[]} path keys below the field: ['0'] for the first of `file[]`
 * @property {Bytes} name
 * @property {Bytes} full_path
 * @property {Bytes} type
 * @property {number} error PHP's UPLOAD_ERR_…: 0 is well
 * @property {number} size
 * @property {string | null} md5
 * @property {string | null} sha256
 */

/**
 * @typedef {object} CrmPost
 * @property {number} number from 1
 * @property {number} time seconds
 * @property {{ wolkvox_id: string, idPrefijo: string } | null} created null when no case was made
 * @property {Record<string, string>} headers names in lower case
 * @property {PhpMap} post $_POST
 * @property {CrmFile[]} files
 */

/** @typedef {{ reply: string, times?: number | 'always', [override: string]: unknown }} CrmReply see replies.php */

export const INSERT_PATH = '/server/API/v2/cases/insert.php';

const SCRIPTS = dirname(fileURLToPath(import.meta.url));

const CLOSED = ['Closed', 'closed', 'Cerrado', 'cerrado', 'Solucionado', 'solucionado'];

/** @param {CrmOptions} [options] */
export async function startCrm(options = {}) {
  const stand = new Stand('crm');
  try {
    return await start(stand, options);
  } catch (problem) {
    await stand.stop();
    throw problem;
  }
}

/** @typedef {Awaited<ReturnType<typeof startCrm>>} Crm */

/**
 * @param {Stand} stand
 * @param {CrmOptions} options
 */
async function start(stand, options) {
  const { tls = true, token = 'test-token', keepBodies = false, simultaneous = 2 } = options;
  const { folder } = stand;
  const nginx = needProgram(/^nginx$/, 'nginx');
  const phpFpm = needProgram(/^php-fpm[\d.]*$/, 'php-fpm');
  const isRoot = process.getuid?.() === 0;
  const certificates = tls ? makeCertificates(folder, { made: options.certified }) : undefined;

  for (const name of ['spool/posts', 'spool/bodies', 'uploads']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const settings = { token, closedStatuses: CLOSED, dailyLimit: 0, ...options };
  writeFileSync(join(folder, 'spool/settings.json'), JSON.stringify(settings));

  const common = { FOLDER: folder, SCRIPTS };
  configure(stand, 'crm.php-fpm.conf', {
    ...common,
    USER: isRoot ? 'user = root\ngroup = root' : '',
    PROCESSES: options.processes ?? 16,
    POST_MAX: options.postMax ?? '420M',
    UPLOAD_MAX: options.uploadMax ?? '420M',
    MAX_FILES: options.maxFiles ?? 20,
    MAX_FIELDS: options.maxFields ?? 1000,
    DISPLAY_ERRORS: options.displayErrors ? 1 : 0,
  });
  const [port, controlPort] = await startOnFreePorts(
    stand,
    2,
    ([publicPort, privatePort]) => {
      configure(stand, 'crm.nginx.conf', {
        ...common,
        USER: isRoot ? 'user root;' : '',
        PORT: publicPort,
        CONTROL_PORT: privatePort,
        SSL: tls ? ' ssl' : '',
        CERTIFICATE: certificates
          ? `ssl_certificate ${certificates.certFile};\n        ssl_certificate_key ${certificates.keyFile};`
          : '',
        MAX_BODY: options.maxBody ?? '450m',
        KEEP_ALIVE: options.keepAlive ?? 65,
        REQUEST_BUFFERING: options.requestBuffering || keepBodies ? 'on' : 'off',
        KEEP_BODIES: keepBodies
          ? 'client_body_in_file_only clean;\n            fastcgi_param CRM_BODY_FILE $request_body_file;'
          : '',
        LIMIT_CONN: simultaneous > 0 ? `limit_conn token ${simultaneous};` : '',
        SIMULTANEOUS: simultaneous,
      });
      const asRoot = isRoot ? ['--allow-to-run-as-root'] : [];
      const fpmConf = join(folder, 'crm.php-fpm.conf');
      stand.start(phpFpm, ['-n', '--nodaemonize', ...asRoot, '--fpm-config', fpmConf]);
      const nginxConf = join(folder, 'crm.nginx.conf');
      stand.start(nginx, ['-p', folder, '-e', join(folder, 'nginx.log'), '-c', nginxConf]);
    },
    ([, privatePort]) => answers(`http://127.0.0.1:${privatePort}/control/health`),
    ['nginx.log', 'php-fpm.log'],
  );

  const origin = `${tls ? 'https' : 'http'}://localhost:${port}`;
  const control = `http://127.0.0.1:${controlPort}/control`;
  const get = (/** @type {string} */ path) => talk(`${control}/${path}`);

  return {
    /** For a browser or a proxy: https://localhost:port */
    origin,
    port,
    url: origin + INSERT_PATH,
    /** Where other languages reach the tests' side; see control.php. */
    control,
    token,
    /** The authority that signed its certificate, PEM. */
    ca: certificates?.ca,
    caFile: certificates?.caFile,
    certificates,
    folder,

    /** The POSTs that made a case. @returns {Promise<CrmPost[]>} */
    cases: async () => (await get('cases')).json(),
    /** All POSTs that reached PHP. @returns {Promise<CrmPost[]>} */
    posts: async () => (await get('posts')).json(),
    /** All requests that have ended, refused and cut ones included. */
    requests: () => readRequestLog(control),
    /** @returns {Promise<{ posts: number, cases: number, waiting: CrmReply[] }>} */
    stats: async () => (await get('stats')).json(),
    /** The raw body of the n-th POST, from 1. @param {number} n */
    body: async (n) => Buffer.from(await (await get(`body?${n}`)).arrayBuffer()),
    /** Queues what the next POST gets. @param {string | CrmReply} reply */
    next: async (reply) => {
      const body = JSON.stringify(typeof reply === 'string' ? { reply } : reply);
      await talk(`${control}/next`, { method: 'POST', body });
    },
    /** Forgets what it received and what waits, and wakes what sleeps. */
    reset: async () => {
      await talk(`${control}/reset`, { method: 'POST' });
    },
    /** Peak resident memory so far of the largest process of each server, in bytes. */
    memory: () => {
      const [php, web] = stand.peakMemory();
      return { php, nginx: web };
    },
    /** What the servers said: for a failing test's message. */
    log: () => ['nginx.log', 'php-fpm.log', 'php.log'].map((name) => stand.log(name)).join('\n'),
    stop: () => stand.stop(),
  };
}

/**
 * Writes one of this folder's configuration templates, filled in, into the stand's folder.
 * @param {Stand} stand
 * @param {string} name
 * @param {Record<string, string | number>} values
 */
export function configure(stand, name, values) {
  const template = readFileSync(join(SCRIPTS, name), 'utf8');
  writeFileSync(join(stand.folder, name), fillIn(template, values));
}

/** @param {string} url */
export async function answers(url) {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 */
async function talk(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const crm = await startCrm(JSON.parse(process.argv[2] ?? '{}'));
  const { origin, url, control, token, caFile, folder } = crm;
  console.log(JSON.stringify({ origin, url, control, token, caFile, folder }));
  process.stdin.resume().once('end', () => void crm.stop());
}
