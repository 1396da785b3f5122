/**
 * What stands around the gateway when it is measured: CRMs that cost as little as possible, and other programs in the
 * gateway's place.
 *
 *   const servers = await startServers();
 *   servers.stub       nginx that answers a case at once
 *   servers.sink       reads a body to its end, then answers
 *   servers.plain      nginx, proxy_pass to the stub
 *   servers.stream     the same to the sink, without buffering
 *   servers.filter     nginx with njs: checks the fields as the gateway does, keeps nothing
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers } from '../../crm/crm.mjs';
import { needProgram, Stand, startOnFreePorts } from '../../crm/servers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const NJS = '/usr/lib/nginx/modules/ngx_http_js_module.so';

/** What both CRMs answer. */
export const ANSWER =
  '{"code":200,"error":"null","msg":"Succesfully create record","data":{"wolkvox_id":"64cb","idPrefijo":"SOP-1"}}';

/** @typedef {{ port: number, pid: number }} Server */

/** @returns {Promise<Record<'stub' | 'sink' | 'plain' | 'stream' | 'filter', Server> & { stop: () => Promise<void> }>} */
export async function startServers() {
  const stand = new Stand('bench');
  const nginx = needProgram(/^nginx$/, 'nginx');
  const names = /** @type {const} */ (['stub', 'sink', 'plain', 'stream', 'filter']);
  const ports = await startOnFreePorts(
    stand,
    names.length,
    ([stub, sink, plain, stream, filter]) => {
      startNginx(stand, nginx, 'stub', stubServer(stub));
      stand.start(process.execPath, [join(here, 'sink.mjs'), String(sink)]);
      startNginx(stand, nginx, 'plain', upstream(stub) + proxyServer(plain));
      startNginx(stand, nginx, 'stream', upstream(sink) + proxyServer(stream, STREAMING));
      startNginx(
        stand,
        nginx,
        'filter',
        upstream(stub) + filterServer(filter),
        `load_module ${NJS};`,
      );
    },
    async (free) =>
      (await Promise.all(free.map((port) => answers(`http://127.0.0.1:${port}/`)))).every(Boolean),
    names.map((name) => `${name}.log`),
  );
  const pids = stand.pids();
  const servers = names.map((name, i) => [name, { port: ports[i], pid: pids[i] }]);
  return { ...Object.fromEntries(servers), stop: () => stand.stop() };
}

const STREAMING = 'proxy_request_buffering off; client_max_body_size 0;';

/** @param {number} port */
const stubServer = (port) => `
  server {
    listen 127.0.0.1:${port};
    location / { default_type application/json; return 200 '${ANSWER}'; }
  }`;

/** @param {number} port */
const upstream = (port) => `
  upstream crm { server 127.0.0.1:${port}; keepalive 128; keepalive_requests 1000000000; }`;

/** @param {number} port @param {string} [more] */
const proxyServer = (port, more = '') => `
  server {
    listen 127.0.0.1:${port};
    location / { ${more} proxy_pass http://crm; proxy_http_version 1.1; proxy_set_header Connection ''; }
  }`;

/** @param {number} port */
const filterServer = (port) => `
  js_import ${here}/case_filter.js;
  server {
    listen 127.0.0.1:${port};
    location / { js_content case_filter.take; }
    location = /healthz { return 200; }
    location = /crm {
      internal;
      proxy_pass http://crm/server/API/v2/cases/insert.php;
      proxy_http_version 1.1;
      proxy_set_header Connection '';
      proxy_set_header Wolkvox-Token token;
    }
  }`;

/**
 * One worker, everything in the stand's folder, connections kept for good.
 * @param {Stand} stand
 * @param {string} nginx
 * @param {string} name
 * @param {string} servers
 * @param {string} [modules]
 */
function startNginx(stand, nginx, name, servers, modules = '') {
  const { folder } = stand;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${name}-${kind};`)
    .join(' ');
  writeFileSync(
    join(folder, `${name}.conf`),
    `${modules} ${process.getuid?.() === 0 ? 'user root;' : ''}
     daemon off; worker_processes 1; pid ${folder}/${name}.pid; error_log ${folder}/${name}.log;
     events { worker_connections 2048; }
     http {
       access_log off; keepalive_requests 1000000000; client_body_buffer_size 64k; ${temporary}
       ${servers}
     }`,
  );
  const log = join(folder, `${name}.log`);
  stand.start(nginx, ['-p', folder, '-e', log, '-c', join(folder, `${name}.conf`)]);
}
