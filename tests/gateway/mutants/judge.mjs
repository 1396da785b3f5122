/** Starts judge.php as a CRM: php-fpm behind nginx, keep-alive and plain HTTP, since there are a million of requests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers, configure, INSERT_PATH } from '../../crm/crm.mjs';
import { needProgram, Stand, startOnFreePorts } from '../../crm/servers.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** @param {string} folder @param {number} port @param {string} user */
const nginxConf = (folder, port, user) => `
daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log warn; ${user}
events { worker_connections 1024; }
http {
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  access_log off; client_max_body_size 16m; client_body_buffer_size 512k; keepalive_requests 1000000000;
  upstream php { server unix:${folder}/php.sock; }
  server {
    listen 127.0.0.1:${port};
    location = /health { return 200; }
    location = ${INSERT_PATH} {
      fastcgi_pass php;
      fastcgi_param SCRIPT_FILENAME ${HERE}/judge.php;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param HTTP_AS_IT_CAME $http_as_it_came if_not_empty;
    }
  }
}`;

export async function startJudge() {
  const stand = new Stand('judge');
  const { folder } = stand;
  const isRoot = process.getuid?.() === 0;
  mkdirSync(join(folder, 'uploads'));
  configure(stand, 'crm.php-fpm.conf', {
    ...{ FOLDER: folder, USER: isRoot ? 'user = root\ngroup = root' : '', PROCESSES: 8 },
    ...{ POST_MAX: '16M', UPLOAD_MAX: '16M', MAX_FILES: 20, MAX_FIELDS: 1000, DISPLAY_ERRORS: 0 },
  });
  const [port] = await startOnFreePorts(
    stand,
    1,
    ([free]) => {
      const fpmConf = join(folder, 'crm.php-fpm.conf');
      const asRoot = isRoot ? ['--allow-to-run-as-root'] : [];
      const fpm = needProgram(/^php-fpm[\d.]*$/, 'php-fpm');
      stand.start(fpm, ['-n', '--nodaemonize', ...asRoot, '--fpm-config', fpmConf]);
      const conf = join(folder, 'nginx.conf');
      writeFileSync(conf, nginxConf(folder, free, isRoot ? 'user root;' : ''));
      const nginx = needProgram(/^nginx$/, 'nginx');
      stand.start(nginx, ['-p', folder, '-e', join(folder, 'nginx.log'), '-c', conf]);
    },
    ([free]) => answers(`http://127.0.0.1:${free}/health`),
    ['nginx.log', 'php-fpm.log'],
  );
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    log: () => ['nginx.log', 'php-fpm.log', 'php.log'].map((name) => stand.log(name)).join('\n'),
    stop: () => stand.stop(),
  };
}
