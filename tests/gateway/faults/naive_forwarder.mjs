/**
 * What stands in front of a CRM without a gateway: it writes the company's fields and the token, and passes on. It knows
 * no keys; so the accounting must find its duplicates.
 */
import { createServer } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { readFileSync } from 'node:fs';
import { INSERT_PATH } from '../../crm/crm.mjs';
import { post } from '../../crm/post.mjs';
import { CANARY, LOCKED } from '../support/gateway.mjs';

/** @param {{ port: number, caFile?: string }} crm */
export async function startNaiveForwarder(crm) {
  const ca = readFileSync(crm.caFile ?? '');
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end('{}');
    const type = request.headers['content-type'] ?? '';
    const pieces = Object.entries(LOCKED).map(([name, value]) =>
      Buffer.from(
        `--${type.split('boundary=')[1]}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
    );
    try {
      for await (const piece of request) pieces.push(piece);
    } catch {
      return;
    }
    const body = Buffer.concat(pieces);
    const onward = httpsRequest(
      {
        ...{ port: crm.port, host: 'localhost', path: INSERT_PATH, method: 'POST', ca },
        headers: { 'content-type': type, 'content-length': body.length, 'wolkvox-token': CANARY },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502);
        answer.on('error', () => response.destroy());
        answer.pipe(response);
      },
    );
    const patience = setTimeout(() => onward.destroy(), 2000);
    onward.once('close', () => clearTimeout(patience));
    onward.on('error', () => {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
    onward.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    post,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
