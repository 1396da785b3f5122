/** @file The page's side of the demo's CRM: starts its worker and speaks with it. */

/** @import { AnswerKind, Received } from './crm.js' */

const workerUrl = new URL('worker.js', document.baseURI).href;
/** Milliseconds; a browser that neither starts nor refuses a worker must not stop the page. */
const patience = 5000;

/** The page's only Trusted Types policy, for the only script that it starts by its address. */
function trusted() {
  const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('casement-demo', {
    createScriptURL(/** @type {string} */ url) {
      if (url !== workerUrl) throw new TypeError(`not the demo's worker: ${url}`);
      return url;
    },
  });
  return policy ? policy.createScriptURL(workerUrl) : workerUrl;
}

/**
 * Resolves when requests of this page reach the CRM.
 * @throws when this browser, or this page's address, has no service workers
 */
export async function connect() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) throw new Error('no service workers here');
  await serviceWorker.register(trusted());
  // After a forced reload the page stays without its worker until the worker claims it.
  if (!serviceWorker.controller) await ask({ claim: true });
}

/** @param {AnswerKind} next */
export function answerNextWith(next) {
  return ask({ next });
}

/** @param {(received: Received) => void} listener */
export function onReceived(listener) {
  navigator.serviceWorker?.addEventListener('message', ({ data }) => {
    if (data.received) listener(data.received);
  });
}

/**
 * Behind a gateway: what its CRM received last.
 * @returns {Promise<Received | null>} null: nothing yet, or it cannot be asked
 */
export async function receivedBehindGateway() {
  const response = await fetch(new URL('received.json', document.baseURI)).catch(() => null);
  return response?.ok ? response.json() : null;
}

/**
 * Resolves when the worker has done what the message says.
 * @param {object} message
 */
function ask(message) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    setTimeout(reject, patience, new Error("the demo's worker does not answer"));
    navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(message, [port2]));
  });
}
