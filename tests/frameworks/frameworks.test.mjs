/**
 * The form in the frameworks that people use, as each one's documentation sets attributes, properties and events of
 * a custom element: rendered before casement.js has run and after it, and rendered again while it is filled in.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { compile } from 'svelte/compiler';

import { build } from '../../web/node_modules/esbuild/lib/main.js';
import { openPage, startChromium } from '../browser/chromium.mjs';
import { serveForm, settle } from '../browser/form_page.mjs';
import { created, startScriptedGateway } from '../browser/scripted_gateway.mjs';
import { shopConfig } from '../browser/states.mjs';

const apps = join(dirname(fileURLToPath(import.meta.url)), 'apps');

/** @type {import('../../web/node_modules/esbuild/lib/main.js').Plugin} */
const svelte = {
  name: 'svelte',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({
      contents: compile(await readFile(path, 'utf8'), { filename: path, generate: 'client' }).js
        .code,
    })),
};

/** @param {string} name @returns {Promise<string>} a script that leaves `mount` in the page */
async function bundle(name) {
  const { outputFiles } = await build({
    entryPoints: [join(apps, `${name}.js`)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'app',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    conditions: ['browser', 'production'],
    plugins: [svelte],
  });
  return outputFiles[0].text;
}

/** @type {Awaited<ReturnType<typeof startScriptedGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof serveForm>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;
before(async () => {
  gateway = await startScriptedGateway();
  site = await serveForm([gateway.origin]);
  browser = await startChromium();
});
after(async () => {
  await browser?.close();
  await site?.close();
  await gateway?.close();
});

/** Text works everywhere and in both orders; an object where the framework sets properties. */
const ways = /** @type {const} */ ([
  ...['react', 'vue', 'lit', 'svelte', 'htmx'].map((name) => [name, 'text', 'before']),
  ...['react', 'vue', 'lit', 'svelte', 'htmx'].map((name) => [name, 'text', 'after']),
  ...['vue', 'lit'].map((name) => [name, 'object', 'before']),
  ...['react', 'vue', 'lit', 'svelte'].map((name) => [name, 'object', 'after']),
]);

for (const [name, how, when] of ways)
  test(`${name}, the document as ${how}, rendered ${when} casement.js: what is typed stays, and the case is told`, async () => {
    gateway.answer({ body: created('SOP-6') });
    const page = await openPage(browser);
    // The frameworks' bundles are put in by the driver.
    await page.setBypassCSP(true);
    await page.goto(`${site.url}empty.html`);
    const load = () => page.evaluate((url) => import(url).then(() => {}), `${site.url}casement.js`);
    await page.addScriptTag({ content: await bundle(name) });
    if (when === 'after') await load();
    await page.evaluate(
      (config, asText) => {
        const place = document.createElement('div');
        document.body.append(place);
        const events = /** @type {string[]} */ ([]);
        const { mount } = /** @type {any} */ (window).app;
        const render = mount(place, {
          config,
          asText,
          told: (/** @type {string} */ what) => events.push(what),
        });
        Object.assign(window, { events, render });
      },
      shopConfig(gateway.origin, { 'case-type': { default: 'Claims' } }),
      how === 'text',
    );
    if (when === 'before') await load();
    const heard = (/** @type {string} */ what) =>
      page.waitForFunction((what) => /** @type {any} */ (window).events.includes(what), {}, what);
    await heard('ready');
    await page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      /** @type {HTMLElement} */ (root?.querySelector('textarea')).focus();
      document.execCommand('insertText', false, 'Faltan dos piezas.');
    });
    for (let round = 0; round < 3; ++round)
      await page.evaluate(() => /** @type {any} */ (window).render());
    await settle(page);
    if (name !== 'htmx') {
      await page.evaluate(() => /** @type {any} */ (window).render('Ayuda'));
      await page.waitForFunction(
        () =>
          document.querySelector('casement-form')?.shadowRoot?.querySelector('h2')?.textContent ===
          'Ayuda',
      );
    }
    const text = await page.evaluate(() => {
      const root = document.querySelector('casement-form')?.shadowRoot;
      /** @type {HTMLElement} */ (root?.querySelector('[type=submit]')).click();
      return root?.querySelector('textarea')?.value;
    });
    assert.equal(text, 'Faltan dos piezas.');
    await heard('SOP-6');
    await page.browserContext().close();
  });
