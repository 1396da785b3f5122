/**
 * A page that puts the form in and takes it out again, as single-page portals do: nothing of it may
 * stay. 30 rounds, or 1,000 with CASEMENT_LONG=1.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as form from './support/form_page.mjs';
import { stand } from './support/stand.mjs';
import { shopConfig } from './support/states.mjs';

const on = stand();

/** Keeps weak references to whatever a form could leave behind. Runs before the page loads. */
function watchLeftovers() {
  const made = {
    contexts: /** @type {WeakRef<WebGL2RenderingContext>[]} */ ([]),
    memories: /** @type {WeakRef<WebAssembly.Memory>[]} */ ([]),
    workers: 0,
  };
  Object.assign(window, { made });
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = /** @type {any} */ (
    /** @this {HTMLCanvasElement} @param {any[]} given */
    function (...given) {
      const context = getContext.apply(this, /** @type {any} */ (given));
      if (given[0] === 'webgl2' && context)
        made.contexts.push(new WeakRef(/** @type {any} */ (context)));
      return context;
    }
  );
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (/** @type {[any, any]} */ ...given) => {
    const instance = /** @type {any} */ (await instantiate(...given));
    for (const exported of Object.values((instance.instance ?? instance).exports))
      if (exported instanceof WebAssembly.Memory) made.memories.push(new WeakRef(exported));
    return instance;
  };
  const { Worker } = window;
  window.Worker = class extends Worker {
    /** @param {string | URL} url */
    constructor(url) {
      super(url);
      ++made.workers;
    }
  };
}

test('mounted and unmounted over and over, a form leaves nothing in the page', async (context) => {
  const rounds = process.env.CASEMENT_LONG ? 1000 : 30;
  const page = await form.openForm(
    on.browser,
    on.site.url,
    shopConfig('https://cases.example.com'),
    {
      width: 456,
      prepare: (page) => page.evaluateOnNewDocument(watchLeftovers).then(() => {}),
    },
  );
  const devtools = await page.createCDPSession();
  await devtools.send('Performance.enable');

  const mount = (/** @type {number} */ times) =>
    page.evaluate(
      async (times, config) => {
        for (let round = 0; round < times; ++round) {
          document.querySelector('casement-form')?.remove();
          const element = /** @type {any} */ (document.createElement('casement-form'));
          const ready = new Promise((resolve) =>
            element.addEventListener('casement-ready', resolve, { once: true }),
          );
          element.setAttribute('open', '');
          element.config = config;
          document.body.append(element);
          await ready;
          // Used, not only shown.
          const area = element.shadowRoot.querySelector('textarea');
          area.focus();
          document.execCommand('insertText', false, `round ${round}`);
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        document.querySelector('casement-form')?.remove();
      },
      times,
      shopConfig('https://cases.example.com'),
    );

  async function count() {
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const metric = (/** @type {string} */ name) =>
      metrics.find((metric) => metric.name === name)?.value ?? NaN;
    const alive = await page.evaluate(() => {
      const { contexts, memories, workers } = /** @type {any} */ (window).made;
      const living = (/** @type {WeakRef<any>[]} */ refs) =>
        refs.map((ref) => ref.deref()).filter(Boolean);
      return {
        contexts: living(contexts).filter((context) => !context.isContextLost()).length,
        memories: living(memories).length,
        workers,
      };
    });
    return {
      ...alive,
      listeners: metric('JSEventListeners'),
      nodes: metric('Nodes'),
      heap: metric('JSHeapUsedSize'),
    };
  }

  /** What cannot be collected: some of what can be takes a few collections. */
  async function left() {
    let last = await count();
    for (let same = 0; same < 3;) {
      const now = await count();
      const less = now.heap < last.heap - 10_000 || now.nodes < last.nodes;
      same = less || now.listeners < last.listeners || now.memories < last.memories ? 0 : same + 1;
      last = now;
    }
    return last;
  }

  await mount(10);
  const before = await left();
  // In parts, each well within what a driver waits for.
  for (let left = rounds; left > 0; left -= 25) await mount(Math.min(25, left));
  const after = await left();
  context.diagnostic(`${rounds} rounds: ${JSON.stringify(before)} → ${JSON.stringify(after)}`);
  assert.equal(after.contexts, 0, 'WebGL contexts');
  assert.equal(after.workers, 0, 'workers');
  assert.ok(after.memories <= before.memories, 'wasm memories');
  assert.ok(after.listeners <= before.listeners, 'listeners');
  assert.ok(after.nodes <= before.nodes + 5, 'nodes');
  // What the engine keeps of its own (compiled code, caches) is bounded; a form is 200 KB and more.
  assert.ok(after.heap - before.heap < 500_000, `${after.heap - before.heap} bytes of heap`);
  await page.browserContext().close();
});
