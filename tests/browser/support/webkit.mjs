/**
 * WebKitGTK's MiniBrowser on a display, driven over WebDriver (W3C), of which a test needs so little
 * that it is spoken here directly.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { until } from '../../crm/until.mjs';
import { pressPoint, reference, typeText } from './webdriver_keys.mjs';

const libraries = '/usr/lib';

/** Debian keeps it with the libraries, newest version last. */
function findMiniBrowser() {
  const found = readdirSync(libraries)
    .map((architecture) => join(libraries, architecture))
    .filter((folder) => existsSync(folder) && folder.endsWith('-linux-gnu'))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith('webkit2gtk-') || name.startsWith('webkitgtk-'))
        .map((name) => join(folder, name, 'MiniBrowser')),
    )
    .filter((path) => existsSync(path));
  const last = found.sort().at(-1);
  if (!last) throw new Error('MiniBrowser is missing: apt-get install webkit2gtk-driver');
  return last;
}

/** One that nothing listens on now: the driver cannot tell of one that it chose itself. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @param {{env: Record<string, string | undefined>}} display */
export async function startWebKit(display) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    env: display.env,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => driver.once('close', resolve));

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @returns {Promise<any>}
   */
  async function command(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      // A newer driver takes this type alone, without the charset that fetch would add.
      headers: body && { 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  const begin = async () => {
    await until(() => command('GET', '/status').catch(() => false), 60_000);
    const browserOptions = { binary: findMiniBrowser(), args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browserOptions } };
    return command('POST', '/session', { capabilities });
  };
  const { sessionId } = await begin().catch((error) => {
    driver.kill(); // or it would outlive the test, which would wait for it for good
    throw error;
  });
  /** @param {string} path @param {object} [body] */
  const post = (path, body = {}) => command('POST', `/session/${sessionId}${path}`, body);
  /** @param {string} path */
  const get = (path) => command('GET', `/session/${sessionId}${path}`);
  /** @param {object[]} actions as W3C WebDriver lists them */
  const act = (actions) => post('/actions', { actions });
  await post('/timeouts', { script: 120_000, pageLoad: 120_000, implicit: 0 });

  return {
    /** @param {string} url */
    open: (url) => post('/url', { url }),
    /**
     * Runs a function in the page; what it promises is waited for.
     * @template {any[]} Given @template Result
     * @param {(...given: Given) => Result} script
     * @param {Given} given JSON
     * @returns {Promise<Awaited<Result>>}
     */
    evaluate: (script, ...given) =>
      post('/execute/sync', { script: `return (${script})(...arguments)`, args: given }),
    /** Types with the keyboard into what has focus. @param {string} text */
    type: (text) => act(typeText(text)),
    /** Presses with the pointer. @param {number} x viewport CSS px @param {number} y */
    press: (x, y) => act(pressPoint(x, y)),
    act,
    /** @param {unknown} element as evaluate() gave it @returns {Promise<string>} */
    role: (element) => get(`/element/${reference(element)}/computedrole`),
    /** @param {unknown} element @returns {Promise<string>} */
    label: (element) => get(`/element/${reference(element)}/computedlabel`),
    /** Chooses a file. @param {unknown} element @param {string} path */
    choose: (element, path) => post(`/element/${reference(element)}/value`, { text: path }),
    screenshot: async () => Buffer.from(await get('/screenshot'), 'base64'),
    close: async () => {
      await command('DELETE', `/session/${sessionId}`).catch(() => {});
      driver.kill();
      await ended;
    },
  };
}
