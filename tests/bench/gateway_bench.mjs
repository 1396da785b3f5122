/**
 * Cases per second of CPU: the gateway beside nginx's plain proxy_pass, in front of the same stub that answers at once,
 * keep-alive both ways, one worker each. nginx checks and stores nothing; the gateway checks every field and stores
 * every key durably. Run by `./dev bench gateway`; needs wrk.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INSERT_PATH } from '../crm/crm.mjs';
import { needProgram, Stand, startOnFreePorts } from '../crm/servers.mjs';
import { CASE, ORIGIN, startGateway } from '../gateway/gateway.mjs';

const SECONDS = Number(process.env.CASEMENT_BENCH_SECONDS ?? 6);
const ANSWER =
  '{"code":200,"error":"null","msg":"Succesfully create record","data":{"wolkvox_id":"64cb","idPrefijo":"SOP-1"}}';

/** @param {number} pid its own and its children's CPU seconds */
function cpuSeconds(pid) {
  const ids = [pid];
  const children = spawnSync('pgrep', ['-P', String(pid)])
    .stdout.toString()
    .trim();
  if (children) ids.push(...children.split('\n').map(Number));
  return ids.reduce((sum, id) => {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ');
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

const stand = new Stand('bench');
const nginx = needProgram(/^nginx$/, 'nginx');
const [stub, proxy] = await startOnFreePorts(
  stand,
  2,
  ([stubPort, proxyPort]) => {
    const common = (/** @type {string} */ inner, /** @type {string} */ name) => `
      daemon off; worker_processes 1; pid ${stand.folder}/${name}.pid; error_log ${stand.folder}/${name}.log;
      events { worker_connections 2048; }
      http {
        access_log off; keepalive_requests 1000000000; client_body_buffer_size 64k;
        client_body_temp_path ${stand.folder}/${name}-body; proxy_temp_path ${stand.folder}/${name}-proxy;
        fastcgi_temp_path ${stand.folder}/a; uwsgi_temp_path ${stand.folder}/b; scgi_temp_path ${stand.folder}/c;
        ${inner}
      }`;
    writeFileSync(
      join(stand.folder, 'stub.conf'),
      common(
        `server { listen 127.0.0.1:${stubPort}; location / { default_type application/json; return 200 '${ANSWER}'; } }`,
        'stub',
      ),
    );
    writeFileSync(
      join(stand.folder, 'proxy.conf'),
      common(
        `upstream crm { server 127.0.0.1:${stubPort}; keepalive 128; keepalive_requests 1000000000; }
         server { listen 127.0.0.1:${proxyPort};
           location / { proxy_pass http://crm; proxy_http_version 1.1; proxy_set_header Connection ''; } }`,
        'proxy',
      ),
    );
    for (const name of ['stub', 'proxy']) {
      stand.start(nginx, [
        '-p',
        stand.folder,
        '-e',
        join(stand.folder, `${name}.log`),
        '-c',
        join(stand.folder, `${name}.conf`),
      ]);
    }
  },
  async ([, port]) =>
    fetch(`http://127.0.0.1:${port}/`).then(
      (answer) => answer.ok,
      () => false,
    ),
  ['stub.log', 'proxy.log'],
);
const gateway = await startGateway(
  { port: stub, origin: `http://localhost:${stub}` },
  { limits: { simultaneous: 128, queue: 10_000 } },
);

const boundary = '----CasementBoundary0123456789abcdef0123456789abcdef';
const fields = { ...CASE, description: 'x'.repeat(1400) };
const body = `${Object.entries(fields)
  .map(
    ([name, value]) =>
      `--${boundary}\\r\\nContent-Disposition: form-data; name="${name}"\\r\\n\\r\\n${value.replace(/\r\n/g, '\\r\\n')}\\r\\n`,
  )
  .join('')}--${boundary}--\\r\\n`;
writeFileSync(
  join(stand.folder, 'case.lua'),
  `local body = '${body}'
   local threads = 0
   function setup(thread) thread:set('number', threads); threads = threads + 1 end
   local count = 0
   local start = tostring(os.time()) .. tostring({}):sub(8)
   function request()
     count = count + 1
     return wrk.format('POST', '${INSERT_PATH}', {
       ['Host'] = 'localhost', ['Origin'] = '${ORIGIN}',
       ['Content-Type'] = 'multipart/form-data; boundary=${boundary}',
       ['Idempotency-Key'] = string.format('"%s-%d-%012d"', start, number, count),
     }, body)
   end
   function done(summary, latency)
     print(string.format('RESULT %d %d %d %d', summary.requests, summary.errors.status, summary.errors.timeout, latency:percentile(99)))
   end`,
);

/** @param {string} name @param {number} port @param {number} pid */
function measure(name, port, pid) {
  const before = cpuSeconds(pid);
  const said = execFileSync('wrk', [
    '-t1',
    '-c96',
    `-d${SECONDS}s`,
    '--timeout',
    '10s',
    '-s',
    join(stand.folder, 'case.lua'),
    `http://127.0.0.1:${port}`,
  ]).toString();
  const used = cpuSeconds(pid) - before;
  const [, requests, wrong, , p99] = /RESULT (\d+) (\d+) (\d+) (\d+)/.exec(said) ?? [];
  if (Number(wrong) > 0)
    throw new Error(`${name}: ${wrong} wrong answers\n${said}\n${gateway.log().slice(-1500)}`);
  const rate = Number(requests) / used;
  console.log(
    `${name.padEnd(20)} ${requests} cases, ${used.toFixed(2)} CPU s, ${rate.toFixed(0)} per CPU s, p99 ${(Number(p99) / 1000).toFixed(1)} ms at full load`,
  );
  return rate;
}

try {
  const plain = measure('nginx proxy_pass', proxy, stand.pids()[1]);
  const ours = measure('casement-gateway', gateway.port, gateway.pid() ?? 0);
  console.log(`ratio ${(ours / plain).toFixed(2)}`);
} finally {
  await gateway.stop();
  await stand.stop();
}
