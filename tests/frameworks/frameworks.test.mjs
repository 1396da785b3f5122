/**
 * The form in the frameworks that people use, as each one's documentation sets attributes, properties and events of
 * a custom element: rendered before casement.js has run and after it, and rendered again while it is filled in.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { compile } from 'svelte/compiler';

import { build } from '../../web/node_modules/esbuild/lib/main.js';
import * as form from '../browser/support/form_page.mjs';
import { created } from '../browser/support/scripted_gateway.mjs';
import { stand } from '../browser/support/stand.mjs';
import { shopConfig } from '../browser/support/states.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const apps = join(here, 'apps');
const kept = join(here, '../../build/frameworks');

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
async function bundled(name) {
  const { outputFiles } = await build({
    entryPoints: [join(apps, name === 'angular' ? 'angular.ts' : `${name}.js`)],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'app',
    minify: true,
    define: { 'process.env.NODE_ENV': '"production"', ngDevMode: 'false' },
    conditions: ['browser', 'production'],
    plugins: name === 'angular' ? [(await import('./angular.mjs')).angular] : [svelte],
  });
  return outputFiles[0].text;
}

/** What a bundle is made of, how, and by which versions. */
const ingredients = Promise.all(
  [
    ...(await readdir(apps)).sort().map((name) => join(apps, name)),
    ...['frameworks.test.mjs', 'angular.mjs', 'package-lock.json'].map((name) => join(here, name)),
    join(here, '../../web/package-lock.json'),
  ].map((path) => readFile(path)),
).then((files) => files.reduce((hash, file) => hash.update(file), createHash('sha256')));

/** Made once, and kept in build/: Angular's compiler takes its time. @param {string} name */
async function bundle(name) {
  const path = join(kept, `${name}-${(await ingredients).copy().digest('hex').slice(0, 16)}.js`);
  try {
    return await readFile(path, 'utf8');
  } catch {
    const made = await bundled(name);
    await mkdir(kept, { recursive: true });
    await writeFile(`${path}.half`, made);
    await rename(`${path}.half`, path);
    return made;
  }
}

const on = stand({ gateway: true, page: true });

/** Angular sets the property of whatever is there, defined or not; the others ask the element first. */
const frameworks = ['react', 'vue', 'lit', 'svelte', 'angular', 'htmx'];

/** Angular's compiler says itself which versions of node it runs on. @param {string} name */
function missing(name) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const runs = major > 20 || (major === 20 && minor >= 19);
  return name === 'angular' && !runs && 'this Angular is built with node 20.19 or newer';
}

/**
 * What the framework's parent component is given; the form tells its events to the page.
 * @typedef {object} Given
 * @property {object} [config]
 * @property {boolean} [asText]
 * @property {Record<string, string | boolean | null>} settings
 */

/**
 * @param {string} name @param {string} when @param {Given} given
 */
async function mount(name, when, given) {
  const { page } = on;
  await page.setBypassCSP(true); // the frameworks' bundles are put in by the driver
  await page.goto(`${on.site.url}empty.html`);
  const load = () =>
    page.evaluate((url) => import(url).then(() => {}), `${on.site.url}casement.js`);
  await page.addScriptTag({ content: await bundle(name) });
  if (when === 'after') await load();
  await page.evaluate(async (given) => {
    const place = document.createElement('div');
    document.body.append(place);
    const events = /** @type {any[]} */ ([]);
    const heard = (/** @type {CustomEvent} */ { type, detail }) =>
      events.push([type.slice('casement-'.length), { ...detail }]);
    const render = await /** @type {any} */ (window).app.mount(place, { ...given, heard });
    Object.assign(window, { events, render });
  }, given);
  if (when === 'before') await load();
}

/** The parent renders again. @param {Partial<Given>} [change] */
async function render(change) {
  await on.page.evaluate((change) => /** @type {any} */ (window).render(change), change);
  await form.settle(on.page);
}

const send = () =>
  on.page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    /** @type {HTMLElement} */ (root?.querySelector('[type=submit]')).click();
  });

const look = () =>
  on.page.evaluate(() => {
    const root = document.querySelector('casement-form')?.shadowRoot;
    return {
      button: root?.querySelector('.launcher')?.textContent,
      open: root?.querySelector('dialog')?.open ?? false,
      plain: !!root?.querySelector('.card.plain:not(.soon)'),
      title: root?.querySelector('h2')?.textContent,
    };
  });

/** They set a property, be the element defined or not; the others ask it first. */
const knowProperties = ['vue', 'lit', 'angular'];

/** Text works everywhere and in both orders; an object where the framework sets properties. */
const ways = /** @type {const} */ ([
  ...frameworks.map((name) => [name, 'text', 'before']),
  ...frameworks.map((name) => [name, 'text', 'after']),
  ...knowProperties.map((name) => [name, 'object', 'before']),
  ...['react', 'vue', 'lit', 'svelte', 'angular'].map((name) => [name, 'object', 'after']),
]);

for (const [name, how, when] of ways)
  test(
    `${name}, the document as ${how}, rendered ${when} casement.js: what is typed stays, and the case is told`,
    { skip: missing(name) },
    async () => {
      on.gateway.answer({ body: created('SOP-6') });
      // No attribute holds it, so a page of htmx sets the property itself.
      const token =
        name !== 'htmx' && (when === 'after' || knowProperties.includes(name)) ? 'a.b.c' : null;
      await mount(name, when, {
        config: shopConfig(on.gateway.origin, { 'case-type': { default: 'Claims' } }),
        asText: how === 'text',
        settings: { open: true, lang: 'es', ...(token && { token }) },
      });
      await form.happened(on.page, 'ready');
      await form.write(on.page, 'description', 'Faltan dos piezas.');
      for (let round = 0; round < 3; ++round) await render();
      if (name !== 'htmx') {
        await render({ config: { title: 'Ayuda' } });
        assert.equal((await look()).title, 'Ayuda');
      }
      assert.equal((await form.values(on.page)).description, 'Faltan dos piezas.');
      await send();
      assert.equal((await form.happened(on.page, 'created')).caseNumber, 'SOP-6');
      const headers = on.gateway.posts().at(-1)?.headers;
      assert.equal(headers?.authorization, token ? `Bearer ${token}` : undefined);
    },
  );

for (const when of ['before', 'after'])
  for (const name of frameworks)
    test(
      `${name}: every setting and every event, rendered ${when} casement.js`,
      { skip: missing(name) },
      async () => {
        const settings = {
          open: name === 'htmx',
          lang: 'es',
          launcher: 'Ayuda',
          src: 'document.json',
          gateway: on.gateway.origin,
          contact: 'ana@example.com',
          appearance: 'plain',
        };
        await mount(name, when, { settings, asText: when === 'before' });
        if (name !== 'htmx') {
          await on.page.waitForFunction(() =>
            document.querySelector('casement-form')?.shadowRoot?.querySelector('.launcher'),
          );
          await form.settle(on.page);
          const { button, open } = await look();
          assert.deepEqual([button, open], ['Ayuda', false]);
          await render({ settings: { open: true } });
        }
        await form.happened(on.page, 'ready');
        const { title, ...seen } = await look();
        assert.deepEqual(seen, { button: 'Ayuda', open: true, plain: true });
        assert.ok(!('contact' in (await form.values(on.page))), 'it is known');
        await form.write(on.page, 'description', 'Faltan dos piezas.');
        await form.write(on.page, 'order', '48213');

        // A server's markup that comes again leaves a preserved element as it is.
        if (name !== 'htmx') {
          await render({ settings: { launcher: 'Suporte', lang: 'pt' } });
          const now = await look();
          assert.deepEqual([now.button, now.open, now.plain], ['Suporte', true, true]);
          assert.notEqual(now.title, title);
          assert.equal((await form.values(on.page)).order, '48213');
          await render({
            settings: { lang: 'es' },
            config: { 'case-type': { default: 'Claims' } },
          });
          assert.deepEqual((await form.happened(on.page, 'changed')).removed, [
            { name: 'order', value: '48213' },
          ]);
          await render({ config: { form: 'no list' } });
          assert.equal((await form.happened(on.page, 'error')).reason, 'config');
        }

        on.gateway.answer({ status: 403, body: '{"code":403,"error":"PLEASE VALIDATE TOKEN"}' });
        await send();
        await form.happened(on.page, 'sent');
        assert.equal((await form.happened(on.page, 'rejected')).reason, 'token-invalid');
        assert.equal((await form.values(on.page)).description, 'Faltan dos piezas.');
        on.gateway.answer({ body: created('SOP-6') });
        await send();
        assert.equal((await form.happened(on.page, 'created')).caseNumber, 'SOP-6');

        if (name !== 'htmx') {
          await render({ settings: { open: false } });
          assert.equal((await look()).open, false);
          await render({ settings: { open: true, appearance: null } });
          const { open, plain } = await look();
          assert.deepEqual([open, plain], [true, false]);
        }
      },
    );
