/** @file The demo page: a portal with the form in it, and beside it what the form's CRM received. */
import { answerNextWith, connect, onReceived, receivedBehindGateway } from './connection.js';
import { say, setText, startLanguage } from './language.js';
import { showReceived } from './received.js';

/** @import { AnswerKind, Received } from './crm.js' */

/**
 * @template {HTMLElement} T
 * @param {string} selector
 */
const find = (selector) => /** @type {T} */ (document.querySelector(selector));

/** @type {HTMLElementTagNameMap['casement-form']} */
const form = find('casement-form');
const status = find('#crm-status');
const panel = find('#received');
/** @type {HTMLSelectElement} */
const next = find('#next-answer');

/** @type {Received | undefined} */
let latest;
const show = () => latest && showReceived(panel, latest, say);

startLanguage(show);

/** @param {Received} received */
function receive(received) {
  latest = received;
  show();
  setText(status, 'Received');
  status.className = received.created ? 'good' : 'bad';
  next.value = 'created';
}

onReceived(receive);

next.addEventListener('change', () => answerNextWith(/** @type {AnswerKind} */ (next.value)));

form.addEventListener('casement-created', ({ detail }) => {
  find('#latest-case').textContent = detail.caseNumber || detail.recordId || '✓';
});

for (const button of document.querySelectorAll('button[data-order]')) {
  button.addEventListener('click', () => {
    const { order } = /** @type {HTMLElement} */ (button).dataset;
    customElements.whenDefined('casement-form').then(() => form.prefill({ numero_pedido: order }));
    find('#help').scrollIntoView({ block: 'start' });
  });
}

async function startWorker() {
  try {
    await connect();
    // Chosen before a reload and never used, perhaps.
    await answerNextWith('created');
    setText(status, 'Send a case: the request will appear here.');
  } catch {
    find('#no-worker').hidden = false;
    status.hidden = true;
    next.disabled = true;
  }
}

/** The page of `./dev demo --gateway`: its CRM is not in this browser. */
function startBehindGateway() {
  for (const id of ['#about-worker', '#next-answer-label', '#next-answer']) find(id).hidden = true;
  find('#about-gateway').hidden = false;
  setText(status, 'Send a case: the request will appear here.');
  for (const told of ['casement-created', 'casement-rejected', 'casement-error']) {
    form.addEventListener(told, async () => {
      const received = await receivedBehindGateway();
      if (received) receive(received);
    });
  }
}

if (form.hasAttribute('gateway')) startBehindGateway();
else await startWorker();
// Not earlier: a form that is sent before its CRM is there would get the file server's answer.
await import(new URL('casement.js', document.baseURI).href);
