/**
 * Firefox over Marionette, its own automation protocol: unlike BiDi it tells the role and the name
 * that Firefox computes for a control, and lets a script read Firefox's accessibility tree.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../../crm/until.mjs';
import { reference } from './webdriver_keys.mjs';

/** It asks Mozilla's hosts for things at every start unless told not to. */
const quiet = {
  'app.update.disabledForTesting': true,
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.server': '',
  'ui.prefersReducedMotion': 1,
};

/**
 * Messages are JSON, each after its length in bytes and a colon.
 * @param {import('node:net').Socket} socket
 */
function speak(socket) {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  let told = Buffer.alloc(0);
  let last = 0;
  socket.on('data', (bytes) => {
    told = Buffer.concat([told, bytes]);
    for (;;) {
      const colon = told.indexOf(':');
      const end = colon + 1 + Number(told.subarray(0, Math.max(0, colon)));
      if (colon < 0 || told.length < end) return;
      const message = JSON.parse(String(told.subarray(colon + 1, end)));
      told = told.subarray(end);
      if (!Array.isArray(message)) continue; // it introduces itself first
      const [, id, error, result] = message;
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error) reject?.(new Error(`${error.error}: ${error.message}`));
      else resolve?.(result && 'value' in result ? result.value : result);
    }
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has gone'));
  });
  /** @param {string} name @param {object} [given] @returns {Promise<any>} */
  return (name, given = {}) =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify([0, ++last, name, given]);
      waiting.set(last, { resolve, reject });
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
}

/**
 * @param {{env: Record<string, string | undefined>}} display
 * @param {Record<string, unknown>} [preferences] of about:config
 */
export async function startMarionette(display, preferences = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'casement-firefox-'));
  const all = { 'marionette.port': 0, ...quiet, ...preferences };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  await writeFile(join(profile, 'user.js'), lines.join(''));
  const program = process.env.CASEMENT_FIREFOX ?? '/usr/bin/firefox-esr';
  // A script that reads the accessibility tree is the browser's own, not the page's.
  const flags = ['--marionette', '--remote-allow-system-access', '--no-remote'];
  const browser = spawn(program, [...flags, '--profile', profile], {
    env: display.env,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => browser.once('close', resolve));
  const begin = async () => {
    let port = 0;
    await until(async () => {
      port = Number(await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => 0));
      return port;
    }, 120_000);
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const command = speak(socket);
    const { capabilities } = await command('WebDriver:NewSession', {
      strictFileInteractability: false,
    });
    return { socket, command, capabilities };
  };
  const { socket, command, capabilities } = await begin().catch((error) => {
    browser.kill(); // or it would outlive the test, which would wait for it for good
    throw error;
  });
  await command('WebDriver:SetTimeouts', { script: 120_000, pageLoad: 120_000, implicit: 0 });

  /**
   * @template {any[]} Given @template Result
   * @param {(...given: Given) => Result} script
   * @param {Given} given JSON
   * @returns {Promise<Awaited<Result>>}
   */
  const evaluate = (script, ...given) =>
    command('WebDriver:ExecuteScript', {
      script: `return (${script})(...arguments)`,
      args: given,
      sandbox: null, // the page's own globals, as the other engines' drivers give them
    });

  /**
   * With the rights of the browser itself.
   * @template {any[]} Given @template Result
   * @param {(...given: Given) => Result} script
   * @param {Given} given JSON
   * @returns {Promise<Awaited<Result>>}
   */
  const privileged = async (script, ...given) => {
    await command('Marionette:SetContext', { value: 'chrome' });
    try {
      return await evaluate(script, ...given);
    } finally {
      await command('Marionette:SetContext', { value: 'content' });
    }
  };

  return {
    version: /** @type {string} */ (capabilities.browserVersion),
    evaluate,
    /** @param {string} url */
    open: (url) => command('WebDriver:Navigate', { url }),
    /** @param {object[]} actions as W3C WebDriver lists them */
    act: (actions) => command('WebDriver:PerformActions', { actions }),
    /** @param {unknown} element @returns {Promise<string>} */
    role: (element) => command('WebDriver:GetComputedRole', { id: reference(element) }),
    /** @param {unknown} element @returns {Promise<string>} */
    label: (element) => command('WebDriver:GetComputedLabel', { id: reference(element) }),
    /** Chooses a file. @param {unknown} element @param {string} path */
    choose: (element, path) =>
      command('WebDriver:ElementSendKeys', { id: reference(element), text: path }),
    privileged,
    close: async () => {
      await command('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => browser.kill());
      await ended;
      socket.destroy();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
