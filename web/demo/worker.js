/**
 * @file The demo's service worker: it is the CRM of this page, so that the demo needs no server.
 * Every other request goes its usual way.
 */
import { answer, insertPath } from './crm.js';

/** @import { CrmState } from './crm.js' */

/**
 * The part of ServiceWorkerGlobalScope that is used; its types cannot stand beside the page's.
 * @typedef {object} WorkerScope
 * @property {{ scope: string }} registration
 * @property {() => Promise<void>} skipWaiting
 * @property {object} clients
 * @property {() => Promise<void>} clients.claim
 * @property {(options: object) => Promise<{ postMessage(message: object): void }[]>} clients.matchAll
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 */
const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (globalThis));

const address = new URL(insertPath, worker.registration.scope);

const cacheName = 'casement-demo-crm';
/** @type {CrmState} Used where the browser gives no storage, as private windows may do. */
let memory = {};
/** @type {Promise<unknown>} */
let lastUpdate = Promise.resolve();

// In the cache because that needs few lines; numbers count up although the worker is often ended.
async function read() {
  try {
    const kept = await (await caches.open(cacheName)).match(address);
    return kept ? /** @type {CrmState} */ (await kept.json()) : memory;
  } catch {
    return memory;
  }
}

/** @param {CrmState} state */
async function write(state) {
  memory = state;
  try {
    await (await caches.open(cacheName)).put(address, new Response(JSON.stringify(state)));
  } catch {
    // Kept in memory.
  }
}

const store = {
  /** @param {(state: CrmState) => CrmState} change */
  update(change) {
    const update = lastUpdate.then(async () => {
      const before = await read();
      await write(change(before));
      return before;
    });
    lastUpdate = update;
    return update;
  },
};

/** @param {number} milliseconds */
const wait = (milliseconds) =>
  /** @type {Promise<void>} */ (new Promise((resolve) => setTimeout(resolve, milliseconds)));

/** @param {Request} request */
async function respond(request) {
  const { response, received } = await answer(request, { store, wait });
  if (received) {
    // A page that was reloaded by force is not controlled, but it wants to see this too.
    const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
    for (const page of pages) page.postMessage({ received });
  }
  return response;
}

worker.addEventListener('install', () => worker.skipWaiting());
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (origin + pathname === address.href) event.respondWith(respond(event.request));
});
worker.addEventListener('message', (event) => {
  const [port] = event.ports;
  const { claim, next } = event.data;
  const done = claim ? worker.clients.claim() : store.update((state) => ({ ...state, next }));
  event.waitUntil(Promise.resolve(done).then(() => port?.postMessage('done')));
});
